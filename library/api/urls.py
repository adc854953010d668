from django.urls import path

from library.api.views import (
    about,
    assessments,
    catalogue,
    changes,
    counterbalance,
    docs,
    draft_segments,
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

episode_prefix = "episodes/<slug:slug>/"
draft_prefix = "drafts/<slug:slug>/"

urlpatterns = [
    path("", about.Index.as_view(), name="index"),
    path("shows/", catalogue.ShowList.as_view(), name="shows"),
    path("shows/<slug:slug>/", catalogue.ShowDetail.as_view(), name="show"),
    path("shelves/", catalogue.ShelfList.as_view(), name="shelves"),
    path("shelves/<slug:slug>/", catalogue.ShelfDetail.as_view(), name="shelf"),
    path("guests/", catalogue.GuestList.as_view(), name="guests"),
    path("tags/", catalogue.TagList.as_view(), name="tags"),
    path("subjects/", catalogue.SubjectList.as_view(), name="subjects"),
    path("subjects/<slug:slug>/both-sides/", catalogue.BothSides.as_view(), name="both-sides"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("episodes/", episodes.EpisodeList.as_view(), name="episodes"),
    path(episode_prefix, episodes.EpisodeDetail.as_view(), name="episode"),
    path(
        episode_prefix + "segments/", segments.EpisodeSegmentList.as_view(), name="episode-segments"
    ),
    path(
        episode_prefix + "segments/<int:index>/",
        segments.EpisodeSegmentDetail.as_view(),
        name="episode-segment",
    ),
    path(episode_prefix + "transcript/", transcripts.TranscriptDetail.as_view(), name="transcript"),
    path(episode_prefix + "transcript/cues/", transcripts.CueList.as_view(), name="cues"),
    path(episode_prefix + "assessments/", assessments.AssessmentList.as_view(), name="assessments"),
    path(
        episode_prefix + "assessments/<int:pk>/",
        assessments.AssessmentDetail.as_view(),
        name="assessment",
    ),
    path(
        episode_prefix + "segments/<int:index>/answers/",
        counterbalance.AnswerList.as_view(),
        name="segment-answers",
    ),
    path(
        episode_prefix + "mirror-picks/",
        counterbalance.MirrorPickList.as_view(),
        name="episode-mirror-picks",
    ),
    path(
        episode_prefix + "related/",
        counterbalance.RelatedList.as_view(),
        name="episode-related",
    ),
    path("map/", map.LibraryMap.as_view(), name="map"),
    path(
        episode_prefix + "assessments/<int:pk>/segments/",
        segments.AssessmentSegmentList.as_view(),
        name="assessment-segments",
    ),
    path("segments/", segments.SegmentList.as_view(), name="segments"),
    path("segments/export/", exports.SegmentExport.as_view(), name="segments-export"),
    path(
        episode_prefix + "segments/export/",
        exports.EpisodeSegmentExport.as_view(),
        name="episode-segments-export",
    ),
    path("dumps/", dumps.DumpList.as_view(), name="dumps"),
    path("search/", search.MomentList.as_view(), name="search"),
    path("statistics/", about.StatisticsDetail.as_view(), name="statistics"),
    path("methodology/", about.MethodologyDetail.as_view(), name="methodology"),
    path("scorers/", about.ScorerList.as_view(), name="scorers"),
    path("drafts/", drafts.DraftList.as_view(), name="drafts"),
    path(draft_prefix, drafts.DraftDetail.as_view(), name="draft"),
    path(draft_prefix + "transcript/", uploads.TranscriptUpload.as_view(), name="draft-transcript"),
    path(
        draft_prefix + "segments/",
        draft_segments.DraftSegmentList.as_view(),
        name="draft-segments",
    ),
    path(draft_prefix + "scoring/", jobs.Scoring.as_view(), name="draft-scoring"),
    path(draft_prefix + "assessments/", hand_in.HandIn.as_view(), name="draft-assessments"),
    path("jobs/<int:pk>/", jobs.JobDetail.as_view(), name="job"),
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(url_name="api:schema"), name="docs"),
]
