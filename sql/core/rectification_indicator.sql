-- grain: one row per (month, scope, scope_code, indicator) of the rectification ledger
-- A rate has numerator and denominator; a count has its numerator and no denominator (reference.indicator says which).
with scoped as (
    select *, unnest(scopes, recursive := true) from core.rectification_event
),

counted as (
    select
        month,
        scope,
        scope_code,
        unnest([
            {'indicator': 'rectification_found', 'numerator': count(*) filter (is_found)},
            {'indicator': 'rectification_carried_over', 'numerator': count(*) filter (is_carried_over)},
            {'indicator': 'rectification_reopened', 'numerator': count(*) filter (is_reopened)},
            {'indicator': 'rectification_open', 'numerator': count(*) filter (is_open)},
            {'indicator': 'rectification_struck_off_now', 'numerator': count(*) filter (is_struck_off_now)},
            {'indicator': 'rectification_struck_off_undated', 'numerator': count(*) filter (is_struck_off_undated)},
            {'indicator': 'rectification_explained', 'numerator': count(*) filter (is_explained)},
            {'indicator': 'rectification_due_soon', 'numerator': count(*) filter (is_due_soon)},
            {'indicator': 'rectification_overdue_open', 'numerator': count(*) filter (is_overdue_open)},
            {'indicator': 'rectification_proposal_overdue', 'numerator': count(*) filter (is_proposal_overdue)},
            {'indicator': 'rectification_unproven', 'numerator': count(*) filter (is_unproven)},
            {'indicator': 'rectification_disproved', 'numerator': count(*) filter (is_disproved)},
            {'indicator': 'rectification_source_unknown', 'numerator': count(*) filter (is_source_unknown)},
            {'indicator': 'rectification_rebound', 'numerator': count(*) filter (is_rebound)},
            {
                'indicator': 'rectification_rebound_unmarked',
                'numerator': count(*) filter (is_rebound_found and not is_rebound)
            },
            {
                'indicator': 'rectification_rebound_by_text',
                'numerator': count(*) filter (is_rebound_by_text_alone)
            }
        ], recursive := true)
    from scoped
    group by month, scope, scope_code
),

rated as (
    select
        month,
        scope,
        scope_code,
        unnest([
            {
                'indicator': 'rectification_struck_off',
                'numerator': count(*) filter (is_struck_off),
                'denominator': count(*) filter (not is_explained)
            },
            {
                'indicator': 'rectification_on_time',
                'numerator': count(*) filter (is_struck_off_on_time),
                'denominator': count(*) filter (is_due)
            },
            {
                'indicator': 'rectification_proposed',
                'numerator': count(*) filter (has_proposal),
                'denominator': count(*) filter (is_proposal_due)
            },
            {
                'indicator': 'rectification_long_term_proposed',
                'numerator': count(*) filter (is_long_term and has_proposal),
                'denominator': count(*) filter (is_long_term and is_proposal_due)
            },
            {
                'indicator': 'rectification_revisit_satisfied',
                'numerator': count(*) filter (is_revisit_satisfied),
                'denominator': count(*) filter (is_revisited)
            },
            {
                'indicator': 'rectification_check_passed',
                'numerator': count(*) filter (is_check_passed),
                'denominator': count(*) filter (is_checked)
            },
            {
                'indicator': 'rectification_disclosed',
                'numerator': count(*) filter (is_disclosed),
                'denominator': count(*)
            },
            {
                'indicator': 'rectification_rebounded',
                'numerator': count(*) filter (has_rebounded),
                'denominator': count(*) filter (was_ever_struck_off)
            }
        ], recursive := true)
    from scoped
    group by month, scope, scope_code
)

select month, scope, scope_code, indicator, numerator, null as denominator from counted
union all
select month, scope, scope_code, indicator, numerator, denominator from rated
