"""The pages that survey links lead to: a customer reads the questions and posts the answers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from deskbridge_glassix.sandbox import customers
from deskbridge_glassix.sandbox.fields import parse, strings
from deskbridge_glassix.sandbox.operations.surveys import PATH
from deskbridge_glassix.sandbox.refusal import RefusedError, unknown
from deskbridge_glassix.sandbox.world import SurveyLink, World


def routes(world: World) -> Sequence[BaseRoute]:
    """Return the route of all survey links: GET shows the questions, POST takes a JSON array of answers."""

    async def page(request: Request) -> Response:
        try:
            link = world.survey_links.get(request.path_params["token"])
            if link is None:
                raise unknown("There is no such survey.")
            if request.method == "POST":
                customers.answer_survey(world, link, strings(parse(await request.body()), "The request body"))
            return HTMLResponse(_shown(world, link))
        except RefusedError as refused:
            return refused.response("html")

    return [Route(f"{PATH}/{{token}}", page, methods=["GET", "POST"])]


def _shown(world: World, link: SurveyLink) -> str:
    department = world.departments[world.tickets[link.ticket_id].wire["departmentId"]]
    questions = "".join(f"<li>{escape(one['title'])}</li>" for one in department.surveys.get(link.survey_id, ()))
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>Survey</title></head><ol>{questions}</ol></html>\n'
    )
