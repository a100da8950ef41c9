-- Protects a bulletin from missing data: every file of a month to be published was loaded.
-- 说明：本月有文件没有载入，请按问题清单改正或移走
select issue.file, issue.problem, issue.remedy
from ops.issue
inner join requested_month using (month)
where issue.severity = 'file'
order by issue.issue_no
