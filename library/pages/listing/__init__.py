"""Lists of episodes, with facets and the aggregate spectrum."""
