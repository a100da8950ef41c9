-- Protects the analyst: every problem found has its words.
-- 说明：有问题代码没有登记文字（issue_texts.csv）
select problem_code.code
from staging.problem_code
left join reference.issue_text using (code)
where issue_text.code is null
