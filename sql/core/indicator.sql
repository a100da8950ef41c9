-- grain: one row per (month, scope, scope_code, indicator)
-- A rate has numerator and denominator; a count has its numerator and no denominator. The county counts every
-- record, also those that belong to no town.
with scoped_hotline as (
    select 'county' as scope, '' as scope_code, * from core.hotline_event
    union all
    select 'town', town_code, * from core.hotline_event where town_code is not null
),

scoped_rectification as (
    select 'county' as scope, '' as scope_code, * from core.rectification_event
    union all
    select 'town', town_code, * from core.rectification_event where town_code is not null
),

hotline as (
    select
        month,
        scope,
        scope_code,
        unnest([
            {'indicator': 'hotline_received', 'numerator': count(*) filter (is_received), 'denominator': null},
            {'indicator': 'hotline_carried_over', 'numerator': count(*) filter (is_carried_over), 'denominator': null},
            {'indicator': 'hotline_open', 'numerator': count(*) filter (is_open), 'denominator': null},
            {'indicator': 'hotline_overdue_open', 'numerator': count(*) filter (is_overdue_open), 'denominator': null},
            {
                'indicator': 'hotline_on_time',
                'numerator': count(*) filter (is_closed_on_time),
                'denominator': count(*) filter (is_due)
            },
            {
                'indicator': 'hotline_solved',
                'numerator': count(*) filter (is_solved),
                'denominator': count(*) filter (is_solution_assessed)
            },
            {
                'indicator': 'hotline_satisfied',
                'numerator': count(*) filter (is_satisfied),
                'denominator': count(*) filter (is_satisfaction_assessed)
            }
        ], recursive := true)
    from scoped_hotline
    group by month, scope, scope_code
),

rectification as (
    select
        month,
        scope,
        scope_code,
        unnest([
            {'indicator': 'rectification_found', 'numerator': count(*) filter (is_found), 'denominator': null},
            {'indicator': 'rectification_open', 'numerator': count(*) filter (is_open), 'denominator': null},
            {
                'indicator': 'rectification_struck_off_now',
                'numerator': count(*) filter (is_struck_off_now),
                'denominator': null
            },
            {'indicator': 'rectification_explained', 'numerator': count(*) filter (is_explained), 'denominator': null},
            {
                'indicator': 'rectification_overdue_open',
                'numerator': count(*) filter (is_overdue_open),
                'denominator': null
            },
            {'indicator': 'rectification_rebound', 'numerator': count(*) filter (is_rebound), 'denominator': null},
            {
                'indicator': 'rectification_struck_off',
                'numerator': count(*) filter (is_struck_off),
                'denominator': count(*) filter (not is_explained)
            },
            {
                'indicator': 'rectification_on_time',
                'numerator': count(*) filter (is_struck_off_on_time),
                'denominator': count(*) filter (is_due)
            }
        ], recursive := true)
    from scoped_rectification
    group by month, scope, scope_code
)

select * from hotline
union all by name
select * from rectification
