-- Protects the analyst: every problem found has its words.
-- 说明：有问题代码没有登记文字（issue_texts.csv）
select issue.code, count(*) as issue_count
from ops.issue
left join reference.issue_text using (code)
where issue_text.code is null
group by issue.code
