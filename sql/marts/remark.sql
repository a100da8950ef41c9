-- grain: one row per (month, report, remark_order): a paragraph of the analyst's
-- 说明：分析人员为各月报告撰写的段落（data/remarks），写在哪份报告的哪一部分之后（data/reference/remark_sections.csv）
-- @month 月份（该月一日）
-- @report 报告（命令行名称）
-- @part 报告的部分，段落放在其末尾
-- @section 段落的标题，如 原因分析
-- @remark_order 先后次序
-- @text 段落
select
    remark.month,
    remark_section.report,
    remark_section.part,
    remark.section,
    remark.remark_order,
    remark.text
from reference.remark
inner join reference.remark_section using (section)
