-- grain: one row per (month, scope, scope_code, indicator) of the visits
-- Opinions count by theme too; what is counted of visits does not (reference.indicator says by what each is counted).
with scoped as (
    select *, unnest(scopes, recursive := true) from core.visit_event
),

counted as (
    select
        month,
        scope,
        scope_code,
        unnest([
            {'indicator': 'visit_made', 'numerator': count(*) filter (is_visited), 'denominator': null},
            {
                'indicator': 'visit_proper',
                'numerator': count(*) filter (is_visited and is_proper),
                'denominator': count(*) filter (is_visited and is_assessable)
            },
            {
                'indicator': 'visit_unassessable',
                'numerator': count(*) filter (is_visited and not is_assessable),
                'denominator': null
            },
            {
                'indicator': 'visit_uploaded',
                'numerator': count(*) filter (is_visited and is_uploaded),
                'denominator': count(*) filter (is_visited)
            },
            {
                'indicator': 'visit_opinion',
                'numerator': count(*) filter (is_visited and has_opinion),
                'denominator': null
            },
            {
                'indicator': 'visit_solved_on_site',
                'numerator': count(*) filter (is_visited and is_solved_on_site),
                'denominator': count(*) filter (is_visited and is_solution_told)
            },
            {
                'indicator': 'visit_transferred',
                'numerator': count(*) filter (is_visited and is_transferred),
                'denominator': null
            },
            {
                'indicator': 'visit_fed_back',
                'numerator': count(*) filter (is_fed_back_properly),
                'denominator': count(*) filter (is_feedback_due)
            },
            {
                'indicator': 'visit_feedback_overdue',
                'numerator': count(*) filter (is_feedback_overdue),
                'denominator': null
            }
        ], recursive := true)
    from scoped
    group by month, scope, scope_code
)

select counted.*
from counted
inner join reference.indicator as note using (indicator)
where list_contains(string_split(note.scopes, '|'), counted.scope)
union all by name
select * from core.visit_target
