-- grain: one row per opinion or problem of the ledger: the texts that are marked by topic and put together
select source, month, sheet_id, row, text from core.opinion
union all
select source, month, sheet_id, row, text from core.ledger_matter
