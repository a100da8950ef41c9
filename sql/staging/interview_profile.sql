-- grain: one row per valid interview (disposition 1.1, passed quality control) that is used
-- What the checks of interview quality look at. An interview is a straight line when it answers every question it was
-- asked about with one and the same grade; `can_straight_line` says whether enough was answered to tell.
with answered as (
    select
        sheet_id,
        row,
        count(grade) as graded_count,
        count(grade) - count(score) as dont_know_count,
        count(score) as scored_count,
        min(grade) filter (score is not null) as lowest_grade,
        count(distinct grade) filter (score is not null) as grade_count
    from staging.answer
    group by sheet_id, row
),

asked as (
    select month.month, count(distinct question.question) as question_count
    from (select distinct month from staging.interview) as month
    inner join reference.question
        on strftime(month.month, '%Y-%m') >= question.valid_from
            and strftime(month.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
    group by month.month
),

ranking_answer as (
    select answer.sheet_id, answer.row, answer.question, answer.score, answer.is_satisfied
    from staging.answer
    inner join reference.assessment
        on assessment.month = answer.month and assessment.part = 'score' and assessment.setting = 'dimension'
            and assessment.value = answer.dimension
    qualify row_number() over (partition by answer.sheet_id, answer.row order by answer.question) = 1
)

select
    interview.month,
    interview.sheet_id,
    interview.row,
    interview.interviewer_id,
    interview.town_code,
    interview.phone_token,
    interview.comment,
    interview.interview_on,
    interview.started_at,
    interview.ended_at,
    interview.duration_s,
    median(interview.duration_s) over (partition by interview.month) as median_duration_s,
    interview.duration_s < limits.short_interview_s
    or interview.duration_s < limits.short_median_pct / 100 * median_duration_s as is_short,
    coalesce(answered.graded_count, 0) as graded_count,
    coalesce(answered.dont_know_count, 0) as dont_know_count,
    coalesce(answered.scored_count, 0) >= least(limits.straight_line_min_answers, asked.question_count)
        as can_straight_line,
    can_straight_line and answered.grade_count = 1 as is_straight_line,
    case when is_straight_line then answered.lowest_grade end as straight_line_grade,
    ranking_answer.question as ranking_question,
    ranking_answer.score as ranking_score,
    ranking_answer.is_satisfied
from staging.interview
cross join staging.interview_limit as limits
left join answered using (sheet_id, row)
left join asked using (month)
left join ranking_answer using (sheet_id, row)
where interview.is_complete
