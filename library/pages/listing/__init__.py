"""Lists of episodes, with facets and an aggregate spectrum."""
