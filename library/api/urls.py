from django.urls import path

from library.api.views import (
    about,
    assessments,
    catalogue,
    counterbalance,
    docs,
    drafts,
    dumps,
    episodes,
    exports,
    hand_in,
    jobs,
    map,
    search,
    segments,
    transcripts,
    uploads,
)

app_name = "api"

of_episode = "episodes/<slug:slug>/"
of_draft = "drafts/<slug:slug>/"

urlpatterns = [
    path("", about.Index.as_view(), name="index"),
    path("shows/", catalogue.ShowList.as_view(), name="shows"),
    path("shows/<slug:slug>/", catalogue.ShowDetail.as_view(), name="show"),
    path("shelves/", catalogue.ShelfList.as_view(), name="shelves"),
    path("shelves/<slug:slug>/", catalogue.ShelfDetail.as_view(), name="shelf"),
    path("guests/", catalogue.GuestList.as_view(), name="guests"),
    path("tags/", catalogue.TagList.as_view(), name="tags"),
    path("subjects/", catalogue.SubjectList.as_view(), name="subjects"),
    path("episodes/", episodes.EpisodeList.as_view(), name="episodes"),
    path(of_episode, episodes.EpisodeDetail.as_view(), name="episode"),
    path(of_episode + "segments/", segments.EpisodeSegmentList.as_view(), name="episode-segments"),
    path(of_episode + "transcript/", transcripts.TranscriptDetail.as_view(), name="transcript"),
    path(of_episode + "transcript/cues/", transcripts.CueList.as_view(), name="cues"),
    path(of_episode + "assessments/", assessments.AssessmentList.as_view(), name="assessments"),
    path(
        of_episode + "assessments/<int:pk>/",
        assessments.AssessmentDetail.as_view(),
        name="assessment",
    ),
    path(
        of_episode + "segments/<int:index>/answers/",
        counterbalance.AnswerList.as_view(),
        name="segment-answers",
    ),
    path(
        of_episode + "mirror-picks/",
        counterbalance.MirrorPickList.as_view(),
        name="episode-mirror-picks",
    ),
    path(
        of_episode + "related/",
        counterbalance.RelatedList.as_view(),
        name="episode-related",
    ),
    path("map/", map.LibraryMap.as_view(), name="map"),
    path(
        of_episode + "assessments/<int:pk>/segments/",
        segments.AssessmentSegmentList.as_view(),
        name="assessment-segments",
    ),
    path("segments/", segments.SegmentList.as_view(), name="segments"),
    path("segments/export/", exports.SegmentExport.as_view(), name="segments-export"),
    path(
        of_episode + "segments/export/",
        exports.EpisodeSegmentExport.as_view(),
        name="episode-segments-export",
    ),
    path("dumps/", dumps.DumpList.as_view(), name="dumps"),
    path("search/", search.MomentList.as_view(), name="search"),
    path("statistics/", about.StatisticsDetail.as_view(), name="statistics"),
    path("methodology/", about.MethodologyDetail.as_view(), name="methodology"),
    path("scorers/", about.ScorerList.as_view(), name="scorers"),
    path("drafts/", drafts.DraftList.as_view(), name="drafts"),
    path(of_draft, drafts.DraftDetail.as_view(), name="draft"),
    path(of_draft + "transcript/", uploads.TranscriptUpload.as_view(), name="draft-transcript"),
    path(of_draft + "scoring/", jobs.Scoring.as_view(), name="draft-scoring"),
    path(of_draft + "assessments/", hand_in.HandIn.as_view(), name="draft-assessments"),
    path("jobs/<int:pk>/", jobs.JobDetail.as_view(), name="job"),
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(url_name="api:schema"), name="docs"),
]
