-- grain: one row per row of a file that is sound, yet not used: the same month has a later version of the same thing
select 'hotline' as source, sheet_id, row from staging.ticket_version where is_superseded
union all
select 'rectification', sheet_id, row from staging.rectification_version where is_superseded
