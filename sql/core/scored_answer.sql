-- grain: one row per (respondent, dimension of the month's questionnaire)
-- A respondent without a scored answer keeps a row with a null score: the design needs all of the sample.
select
    respondent.month,
    respondent.town_code,
    respondent.stratum,
    respondent.stratum_population,
    respondent.base_weight,
    respondent.sheet_id,
    respondent.row,
    question.dimension,
    question.scale,
    answer.grade,
    answer.score,
    answer.is_satisfied,
    answer.is_strictly_satisfied
from core.respondent
inner join reference.question
    on strftime(respondent.month, '%Y-%m') >= question.valid_from
        and strftime(respondent.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
left join staging.answer
    on answer.sheet_id = respondent.sheet_id
        and answer.row = respondent.row
        and answer.dimension = question.dimension
