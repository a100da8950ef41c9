-- grain: one row per (month, town): its tickets as the register from which the revisited ones are a sample
-- The register of a rate is what was closed in the month or assessed in it. Of the tickets assessed on both questions,
-- the four counts say how the two answers go together.
with ticket as (
    select
        *,
        coalesce(not is_open and (is_received or is_carried_over), false) as is_closed_now,
        coalesce(is_solution_assessed and is_satisfaction_assessed, false) as is_assessed_twice
    from core.hotline_event
    where town_code is not null
)

select
    month,
    town_code,
    count(*) filter (is_closed_now or is_solution_assessed) as solution_register,
    count(*) filter (is_closed_now or is_satisfaction_assessed) as satisfaction_register,
    count(*) filter (is_assessed_twice) as both_count,
    count(*) filter (is_assessed_twice and is_solved) as both_solved,
    count(*) filter (is_assessed_twice and is_satisfied) as both_satisfied,
    count(*) filter (is_assessed_twice and is_solved and is_satisfied) as both_yes
from ticket
group by month, town_code
