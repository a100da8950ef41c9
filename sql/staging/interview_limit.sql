-- grain: one row per assessment scheme (there is one): the thresholds of its [interview_quality], typed,
-- and from how many interviews on an interviewer is judged
with setting as (
    select map_from_entries(list((setting, value))) as of
    from reference.scheme
    where part = 'interview_quality' or (part = 'interviewer' and setting = 'min_interviews')
)

select
    of['straight_line_min_answers']::integer as straight_line_min_answers,
    of['straight_line_months']::integer as straight_line_months,
    of['straight_line_excess_se']::double as straight_line_excess_se,
    of['straight_line_median_pct']::double as straight_line_median_pct,
    of['short_interview_s']::integer as short_interview_s,
    of['short_median_pct']::double as short_median_pct,
    of['phone_months_before']::integer as phone_months_before,
    of['duration_tolerance_s']::integer as duration_tolerance_s,
    of['overlap_s']::integer as overlap_s,
    of['calling_from']::time as calling_from,
    of['calling_until']::time as calling_until,
    of['comment_min_copies']::integer as comment_min_copies,
    of['comment_min_characters']::integer as comment_min_characters,
    of['comment_alike_pct']::double as comment_alike_pct,
    of['min_interviews']::integer as interviewer_min_interviews
from setting
