-- grain: one row per (month, scope, scope_code, indicator)
-- Every source counts by the same scopes in a model of its own; the county counts every record, also those of no town.
select * from core.hotline_indicator
union all by name
select * from core.rectification_indicator
