-- Protects the scores: a respondent speaks once on each dimension; two questions of one dimension in a month's
-- questionnaire, or two entries of one question, would count twice.
-- 说明：同一份访问在一个维度上计了两次，请核对 questionnaire.csv 的题目和起止月份
select strftime(month, '%Y-%m') as month, dimension, count(*) as counted, count(distinct (sheet_id, row)) as respondents
from core.scored_answer
group by month, dimension
having count(*) <> count(distinct (sheet_id, row))
