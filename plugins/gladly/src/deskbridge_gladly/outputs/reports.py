"""The reports that Gladly can be asked for, and the filters that each takes. Data only.

The specification's names and those that its newer edition added; the two that it dropped are still asked for by the
vendor's own scripts. Any other name can be asked for too: new ones come.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deskbridge.outputs import WORK_SESSIONS, ReportKind

_BY_FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "": """
        AbandonedCallsInIVRReport AgentAwayTimeReport AnswerUsageReport AutoThrottleChangesReport
        AutoThrottleMissedConversationsReport ChatDisplayPctChangesReport ContactTimestampsReport
        ConversationTimestampsReport GladAppAnswerSearchReport GladAppAnswerUsageReport GladAppContactPointsReport
        GladlyAISessionsDetailReport GladlyAISessionsDetailWithMessagesReport HelpCenterAnswerSearchReport
        HelpCenterAnswerUsageReport PaymentsByAgentReport PaymentsSummaryReport ProactiveVoiceSummaryReport
        QuickActionsUsageReport SelfServiceThreadsReport SidekickAssistsByClassificationTopicReport TaskTimestampsReport
        WorkSessionEventsReportV3 WorkSessionEventsReportV4
        """,
        "inboxes": """
        ChannelWaitTimeReport ChannelWaitTimeReportV2 ConversationExportReport ConversationSidekickExportReport
        ConversationSummaryReport
        """,
        "phoneNumber": """
        IVRExecutiveSummaryReportV2 IvrEndStatesReportV2
        """,
        "teams": """
        AgentAvailableTimeReportV2 AgentDurationsReport AgentDurationsReportV2 AgentLoginTimeReport AgentSummary
        AgentSummaryGlanceReport AgentSummaryGlanceReportV2 AgentSummaryV2 AgentTimestampsReport
        AnswerUsageByAgentReport
        """,
        "channel inboxes": """
        ChannelMixReportV2 ContactExportReport ContactExportReportV2 ContactExportReportV3 ContactSummaryCountsReport
        ContactSummaryDurationsReport ContactSummaryDurationsReportV2 ContactSummaryReport ContactSummaryReportV2
        TopicHierarchyReport TopicSummaryReport
        """,
        "inboxes teams": """
        TaskExportReport TaskSummaryReport
        """,
        "channel inboxes teams": """
        FirstContactResolutionByAgentV2Report WorkSessionsReport WorkSessionsReportV3
        """,
    }
)
"""The names, by the filters that they take."""

_WORK_SESSIONS = ReportKind(
    name=WORK_SESSIONS,
    about="What each agent worked on in each contact; seconds as decimals. Asked for by `report work-sessions`.",
    sums=(
        "work_session_handle_time_sec",
        "work_session_after_contact_time_sec",
        "work_session_unknown_time_sec",
        "work_session_handle_time",
    ),
)
"""The last column is the first one's name of 2021, which the vendor's scripts read (differences D45)."""

REPORTS: tuple[ReportKind, ...] = (
    *sorted(
        (
            ReportKind(name=name, filters=tuple(filters.split()))
            for filters, names in _BY_FILTERS.items()
            for name in names.split()
        ),
        key=lambda kind: kind.name,
    ),
    _WORK_SESSIONS,
)
"""By name, the work sessions last."""
