-- grain: one row per record that had to become a row of the rectification ledger, in the month by whose end it had to
-- 说明：应入台账：应当转入整改台账的工单、走访意见和暗访督查问题，是否转入、几日转入（规则见 follow_up_rules.csv）
-- @month 月份（转入期限届满的月份，该月一日）；以截至该月的文件判断
-- @source 来源：hotline 诉求工单；visit 走访意见；inspection 暗访督查
-- @record_no 编号：工单编号、名单编号（没有的为空）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @rule_titles 应转入的原因
-- @report_text 反映的内容
-- @reported_on 反映日期
-- @owed_on 应转之日（工作日自此起算）
-- @entry_due_on 转入期限
-- @status 状态：entered 已转入；unknown_number 写有编号而台账中没有；missing 应转未转
-- @ledger_no 转入的台账编号
-- @entered_on 台账写明的发现日期
-- @working_days_to_enter 自应转之日至台账发现日期的工作日数（早于应转之日的为零）
-- @is_late 转入迟于期限
-- @working_days_missing 未转入的，自应转之日至月末的工作日数
-- @scopes 计入的范围（见 mart.scope）
-- @file 文件
-- @sheet 工作表
-- @row 行号
with titled as (
    select
        follow_up.sheet_id,
        follow_up.row,
        string_agg(follow_up_rule.title, '、' order by follow_up_rule.rule) as rule_titles
    from (select sheet_id, row, unnest(rules) as rule from core.follow_up) as follow_up
    inner join reference.follow_up_rule using (rule)
    group by follow_up.sheet_id, follow_up.row
)

select
    follow_up.month,
    follow_up.source,
    follow_up.record_no,
    follow_up.town_code,
    town.town_name,
    titled.rule_titles,
    follow_up.text as report_text,
    follow_up.reported_on,
    follow_up.owed_on,
    follow_up.entry_due_on,
    follow_up.status,
    follow_up.ledger_no,
    follow_up.entered_on,
    follow_up.working_days_to_enter,
    coalesce(follow_up.entered_on > follow_up.entry_due_on, false) as is_late,
    follow_up.working_days_missing,
    follow_up.scopes,
    sheet.file,
    sheet.sheet,
    follow_up.row
from core.follow_up
inner join titled using (sheet_id, row)
inner join staging.sheet as sheet using (sheet_id)
left join reference.town using (town_code)
