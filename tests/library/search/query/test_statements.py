from library.search.query.conditions import MomentFilters
from library.search.query.statements import count_statement


def count_sql(filters: MomentFilters) -> str:
    return count_statement("model", filters, vendor="postgresql", maximum=1001).sql


def test_a_count_without_filters_can_stop_before_all_matches_are_read() -> None:
    assert "AS NOT MATERIALIZED" in count_sql(MomentFilters())
    assert "AS NOT MATERIALIZED" in count_sql(MomentFilters(speaker="ann"))


def test_with_a_filter_by_score_a_count_starts_with_the_words() -> None:
    assert "AS MATERIALIZED" in count_sql(MomentFilters(low=20))
