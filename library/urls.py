from django.urls import path

from library.http.conditional import with_etag
from library.http.page_cache import public_page
from library.http.read_only import require_safe
from library.syndication import sitemaps
from library.syndication.feeds import LibraryAtom, LibraryRss
from library.syndication.refusals import refuse_wrong_filters
from library.views import (
    about_and_health,
    answers,
    dumps,
    embed,
    episode,
    listings,
    machine_readable,
    map_and_balance,
    metrics,
    podcasts,
    preview,
    problems,
    reader_feedback,
    reading_path,
    search,
)

app_name = "library"

RSS, ATOM = (refuse_wrong_filters()(feed) for feed in (LibraryRss(), LibraryAtom()))

urlpatterns = [
    path("", public_page(listings.index), name="index"),
    path("episodes/<slug:slug>/", public_page(episode.episode), name="episode"),
    path("episodes/<slug:slug>/changes/", episode.changes, name="changes"),
    path("episodes/<slug:slug>/transcript/", public_page(episode.transcript), name="transcript"),
    path(
        "episodes/<slug:slug>/transcript/<int:index>/challenge/",
        reader_feedback.passage,
        name="challenge",
    ),
    path("episodes/<slug:slug>/opinion/", reader_feedback.opinion, name="opinion"),
    path(
        "episodes/<slug:slug>/transcript/<int:index>/answers/",
        public_page(answers.answers),
        name="answers",
    ),
    path(
        "episodes/<slug:slug>/transcript.<str:ending>",
        public_page(with_etag(episode.download)),
        name="download",
    ),
    path("episodes/<slug:slug>/picture.png", public_page(machine_readable.picture), name="picture"),
    path("preview/<str:token>/", preview.page, name="preview"),
    path("preview/<str:token>/transcript/", preview.transcript, name="preview-transcript"),
    path("shows/<slug:slug>/", public_page(listings.show), name="show"),
    path("shelves/<slug:slug>/", public_page(listings.shelf), name="shelf"),
    path("guests/<slug:slug>/", public_page(listings.guest), name="guest"),
    path("tags/<slug:slug>/", public_page(listings.tag), name="tag"),
    path("subjects/<slug:slug>/", public_page(listings.subject), name="subject"),
    path("subjects/", public_page(listings.directory), {"kind": "subject"}, name="subjects"),
    path("shows/", public_page(listings.directory), {"kind": "show"}, name="shows"),
    path("shelves/", public_page(listings.directory), {"kind": "shelf"}, name="shelves"),
    path("guests/", public_page(listings.directory), {"kind": "guest"}, name="guests"),
    path("tags/", public_page(listings.directory), {"kind": "tag"}, name="tags"),
    path("search/", public_page(search.search), name="search"),
    path("map/", public_page(map_and_balance.map_of_the_library), name="map"),
    path("balance/", public_page(map_and_balance.balance), name="balance"),
    path("your-balance/", public_page(map_and_balance.your_balance), name="your-balance"),
    path("notebook/", public_page(map_and_balance.notebook), name="notebook"),
    path("path/", public_page(reading_path.path), name="path"),
    path("path.xml", public_page(reading_path.feed), name="path-feed"),
    path("path.md", public_page(with_etag(reading_path.markdown)), name="path-markdown"),
    path("methodology/", public_page(about_and_health.methodology), name="methodology"),
    path("data/", with_etag(dumps.data), name="data"),
    path("data/<str:name>", dumps.dump, name="dump"),
    path("problems/", public_page(problems.catalogue), name="problems"),
    path("problems/<slug:slug>/", public_page(problems.problem), name="problem"),
    path(
        "schemas/transcript-assessment.json",
        with_etag(about_and_health.assessment_schema),
        name="schema",
    ),
    path("picture.png", public_page(machine_readable.site_picture), name="site-picture"),
    path(
        "feed.rss", public_page(require_safe(refuse_wrong_filters()(LibraryRss()))), name="feed-rss"
    ),
    path(
        "feed.atom",
        public_page(require_safe(refuse_wrong_filters()(LibraryAtom()))),
        name="feed-atom",
    ),
    path("podcast.xml", public_page(podcasts.library), name="feed-podcast"),
    path("oembed", public_page(embed.oembed_response), name="oembed"),
    path("oembed/", public_page(embed.oembed_response)),
    path("embed/episodes/<slug:slug>/", embed.strip, name="embed"),
    path("llms.txt", with_etag(machine_readable.llms), name="llms"),
    path("robots.txt", machine_readable.robots, name="robots"),
    path("sitemap.xml", public_page(with_etag(require_safe(sitemaps.index))), name="sitemaps"),
    path(
        "sitemap-<str:section>.xml",
        public_page(with_etag(require_safe(sitemaps.section))),
        name="sitemap",
    ),
    path("styleguide/", about_and_health.styleguide, name="styleguide"),
    path("metrics", metrics.metrics, name="metrics"),
    path("healthz", about_and_health.healthz, name="healthz"),
    path("readyz", about_and_health.readyz, name="readyz"),
]
