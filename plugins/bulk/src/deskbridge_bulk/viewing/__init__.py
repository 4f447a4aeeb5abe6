"""What a person at a terminal reaches for: lists, one record, a tree."""

from __future__ import annotations

from deskbridge_bulk.lazy import Lazy, Part

_WHERE = "deskbridge_bulk.viewing.commands"

COMMANDS: Part = {
    ("tickets", "list"): Lazy(f"{_WHERE}:tickets_list", "List tickets."),
    ("tickets", "show"): Lazy(f"{_WHERE}:tickets_show", "Show a ticket with its messages."),
    ("tickets", "render"): Lazy(f"{_WHERE}:tickets_render", "Write a ticket as one document."),
    ("customers", "find"): Lazy(f"{_WHERE}:customers_find", "Find customers by an address, a number or an id."),
    ("customers", "show"): Lazy(f"{_WHERE}:customers_show", "Show one customer."),
    ("topics", "tree"): Lazy(f"{_WHERE}:topics_tree", "Show the topics, each below its parent."),
    ("agents", "list"): Lazy(f"{_WHERE}:agents_list", "List who works there."),
}
"""What it adds: by group and name, where the command is and what it does in one line."""
