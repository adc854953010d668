from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from library.caching import public_page
from library.feeds import LibraryAtom, LibraryRss
from library.sitemaps import SITEMAPS
from library.views import (
    about,
    answers,
    browse,
    challenge,
    data,
    embeds,
    machines,
    metrics,
    overview,
    paths,
    podcasts,
    read,
    search,
)

app_name = "library"

SITEMAP = {"sitemaps": SITEMAPS, "sitemap_url_name": "library:sitemap"}

urlpatterns = [
    path("", public_page(browse.index), name="index"),
    path("episodes/<slug:slug>/", public_page(read.episode), name="episode"),
    path("episodes/<slug:slug>/changes/", read.changes, name="changes"),
    path("episodes/<slug:slug>/transcript/", public_page(read.transcript), name="transcript"),
    path(
        "episodes/<slug:slug>/transcript/<int:index>/challenge/",
        challenge.passage,
        name="challenge",
    ),
    path("episodes/<slug:slug>/opinion/", challenge.opinion, name="opinion"),
    path(
        "episodes/<slug:slug>/transcript/<int:index>/answers/",
        public_page(answers.answers),
        name="answers",
    ),
    path("episodes/<slug:slug>/transcript.<str:ending>", read.download, name="download"),
    path("episodes/<slug:slug>/picture.png", public_page(machines.picture), name="picture"),
    path("shows/<slug:slug>/", public_page(browse.show), name="show"),
    path("shelves/<slug:slug>/", public_page(browse.shelf), name="shelf"),
    path("guests/<slug:slug>/", public_page(browse.guest), name="guest"),
    path("tags/<slug:slug>/", public_page(browse.tag), name="tag"),
    path("shows/", public_page(browse.directory), {"kind": "show"}, name="shows"),
    path("shelves/", public_page(browse.directory), {"kind": "shelf"}, name="shelves"),
    path("guests/", public_page(browse.directory), {"kind": "guest"}, name="guests"),
    path("tags/", public_page(browse.directory), {"kind": "tag"}, name="tags"),
    path("search/", public_page(search.search), name="search"),
    path("map/", public_page(overview.map_of_the_library), name="map"),
    path("balance/", public_page(overview.balance), name="balance"),
    path("your-balance/", public_page(overview.your_balance), name="your-balance"),
    path("path/", public_page(paths.path), name="path"),
    path("path.xml", public_page(paths.feed), name="path-feed"),
    path("path.md", paths.markdown, name="path-markdown"),
    path("methodology/", public_page(about.methodology), name="methodology"),
    path("data/", data.data, name="data"),
    path("data/<str:name>", data.dump, name="dump"),
    path("schemas/transcript-assessment.json", about.assessment_schema, name="schema"),
    path("picture.png", public_page(machines.site_picture), name="site-picture"),
    path("feed.rss", public_page(LibraryRss()), name="feed-rss"),
    path("feed.atom", public_page(LibraryAtom()), name="feed-atom"),
    path("podcast.xml", public_page(podcasts.library), name="feed-podcast"),
    path("oembed", public_page(embeds.tell), name="oembed"),
    path("embed/episodes/<slug:slug>/", embeds.strip, name="embed"),
    path("llms.txt", machines.llms, name="llms"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, SITEMAP, name="sitemaps"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("styleguide/", about.styleguide, name="styleguide"),
    path("metrics", metrics.metrics, name="metrics"),
    path("healthz", about.healthz, name="healthz"),
    path("readyz", about.readyz, name="readyz"),
]
