-- grain: one row per (respondent, dimension of the month's questionnaire)
-- A respondent without a scored answer keeps a row with a null score: the design needs all of the sample. What 不了解
-- counts as is the assessment's to say; `is_unknown` marks it either way.
with scale as (
    select scale, min(score) as lowest_score, max(score) as highest_score, median(score) as middle_score
    from reference.grade
    group by scale
)

select
    respondent.month,
    respondent.town_code,
    respondent.sheet_id,
    respondent.row,
    question.dimension,
    question.question,
    question.scale,
    answer.grade,
    coalesce(answer.grade is not null and answer.score is null, false) as is_unknown,
    case
        when answer.score is not null or not is_unknown then answer.score
        when unknown.value = 'lowest' then scale.lowest_score
        when unknown.value = 'middle' then scale.middle_score
    end as score,
    answer.score as answer_score,
    scale.lowest_score,
    scale.highest_score,
    scale.middle_score,
    answer.is_satisfied,
    answer.is_strictly_satisfied
from core.respondent
inner join reference.question
    on strftime(respondent.month, '%Y-%m') >= question.valid_from
        and strftime(respondent.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
inner join scale on scale.scale = question.scale
inner join reference.assessment as unknown
    on unknown.month = respondent.month and unknown.part = 'score' and unknown.setting = 'unknown'
left join staging.answer
    on answer.sheet_id = respondent.sheet_id
        and answer.row = respondent.row
        and answer.dimension = question.dimension
