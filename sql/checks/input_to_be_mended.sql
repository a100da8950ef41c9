-- Protects a bulletin from missing data: every file of a month to be published was loaded, every correction applied.
-- 说明：本月有文件没有载入，或有更正没有执行，请按问题清单改正
select issue.file, issue.problem, issue.remedy
from ops.issue
inner join requested_month using (month)
where issue.severity in ('file', 'stop')
order by issue.issue_no
