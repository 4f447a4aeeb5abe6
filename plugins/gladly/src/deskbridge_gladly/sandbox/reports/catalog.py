"""Which reports there are and what each of them takes, as the two specifications together list them."""

from __future__ import annotations

_AGENTS = """
AgentAwayTimeReport AgentDurationsReport AgentLoginTimeReport AgentSummary AgentSummaryV2 AgentSummaryGlanceReport
AgentSummaryGlanceReportV2 AgentTimestampsReport FirstContactResolutionByAgentV2Report PaymentsByAgentReport
WorkSessionEventsReportV3 WorkSessionsReport WorkSessionsReportV3 AnswerUsageReport AnswerUsageByAgentReport
AgentAvailableTimeReportV2 AgentDurationsReportV2 WorkSessionEventsReportV4
"""
_CONTACTS = """
ChannelMixReportV2 ChannelWaitTimeReport ChannelWaitTimeReportV2 ContactExportReport ContactExportReportV2
ContactExportReportV3 ContactSummaryReport ContactSummaryReportV2 ContactSummaryCountsReport
ContactSummaryDurationsReport ContactSummaryDurationsReportV2 ContactTimestampsReport ConversationExportReport
ConversationSummaryReport ConversationTimestampsReport ConversationSidekickExportReport
"""
_OTHERS = """
AbandonedCallsInIVRReport AutoThrottleMissedConversationsReport IVRExecutiveSummaryReportV2 IvrEndStatesReportV2
PaymentsSummaryReport ProactiveVoiceSummaryReport TopicHierarchyReport TaskExportReport TaskSummaryReport
TaskTimestampsReport TopicSummaryReport AutoThrottleChangesReport ChatDisplayPctChangesReport
HelpCenterAnswerSearchReport HelpCenterAnswerUsageReport QuickActionsUsageReport SelfServiceThreadsReport
SidekickAssistsByClassificationTopicReport GladAppAnswerSearchReport GladAppAnswerUsageReport
GladAppContactPointsReport GladlyAISessionsDetailReport GladlyAISessionsDetailWithMessagesReport
"""
METRIC_SETS = frozenset((_AGENTS + _CONTACTS + _OTHERS).split())
"""All 57: those that the newer specification has dropped are still asked for by the vendor's own script (D45)."""

LEVELS = frozenset({"quarterHourly", "halfHourly", "daily", "weekly", "monthly", "quarterly"})
DEFAULT_LEVEL = "daily"
QUARTER_HOURLY = frozenset({"AgentAwayTimeReport", "AgentLoginTimeReport"})
"""The only sets that take quarterHourly, which the newer specification has dropped (D46)."""
_WITH_LEVEL = """
AgentAwayTimeReport AgentLoginTimeReport AgentSummary AgentSummaryV2 AgentSummaryGlanceReport
AgentSummaryGlanceReportV2 FirstContactResolutionByAgentV2Report AnswerUsageReport AnswerUsageByAgentReport
ChannelMixReportV2 ChannelWaitTimeReport ChannelWaitTimeReportV2 ContactSummaryReport ContactSummaryReportV2
ContactSummaryCountsReport ContactSummaryDurationsReport ContactSummaryDurationsReportV2 ConversationSummaryReport
AbandonedCallsInIVRReport AutoThrottleMissedConversationsReport PaymentsSummaryReport ProactiveVoiceSummaryReport
TopicHierarchyReport TaskSummaryReport HelpCenterAnswerUsageReport QuickActionsUsageReport GladAppAnswerUsageReport
AgentAvailableTimeReportV2
"""
AGGREGATED = frozenset(_WITH_LEVEL.split())
"""The sets that an aggregation level is for."""
CHANNELS = frozenset(
    {"allChannels", "chat", "email", "fbMessenger", "sms", "twitter", "voice", "whatsapp", "instagramDirect"}
)
_WITH_CHANNEL = """
FirstContactResolutionByAgentV2Report WorkSessionsReport WorkSessionsReportV3 ChannelMixReportV2 ContactExportReport
ContactExportReportV2 ContactExportReportV3 ContactSummaryReport ContactSummaryReportV2 ContactSummaryCountsReport
ContactSummaryDurationsReport ContactSummaryDurationsReportV2 TopicHierarchyReport TopicSummaryReport
"""
_WITH_INBOXES_TOO = """
ChannelWaitTimeReport ChannelWaitTimeReportV2 ConversationExportReport ConversationSummaryReport TaskExportReport
TaskSummaryReport ConversationSidekickExportReport
"""
_WITH_TEAMS = """
AgentDurationsReport AgentLoginTimeReport AgentSummary AgentSummaryV2 AgentSummaryGlanceReport
AgentSummaryGlanceReportV2 AgentTimestampsReport FirstContactResolutionByAgentV2Report WorkSessionsReport
WorkSessionsReportV3 AnswerUsageByAgentReport TaskExportReport TaskSummaryReport AgentAvailableTimeReportV2
AgentDurationsReportV2
"""
PHONE_NUMBER_NEEDED = frozenset({"IVRExecutiveSummaryReportV2", "IvrEndStatesReportV2"})
FILTERS = {
    "channel": frozenset(_WITH_CHANNEL.split()),
    "inboxes": frozenset((_WITH_CHANNEL + _WITH_INBOXES_TOO).split()),
    "teams": frozenset(_WITH_TEAMS.split()),
    "phoneNumber": PHONE_NUMBER_NEEDED,
}
"""Each filter, and the sets that it can be applied to."""
