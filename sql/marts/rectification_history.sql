-- grain: one row per (month of the ledger, problem)
-- 说明：整改沿革：同一问题在历月台账中的进展与变化
-- @month 月份（该月一日）
-- @ledger_no 台账编号（没有编号的台账为首次见到时的年份-序号）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @description 问题描述
-- @found_on 发现日期
-- @first_seen_month 首次见到的月份
-- @months_seen 到本月为止见于几个月的台账
-- @state 状态：open 未销号；struck_off 已销号；explained 已解释
-- @prior_state 上一次见到时的状态
-- @state_change 变化：new 新增；struck_off 销号；explained 解释；rebound 销号（解释）后又未销号；restated 销号与解释互换；none 无变化
-- @is_rebound 台账是否标注反弹
-- @struck_off_on 销号时间
-- @due_on 整改时限
-- @prior_due_on 上一次见到时的整改时限
-- @is_due_changed 整改时限是否有变
-- @progress 进展
-- @prior_progress 上一次见到时的进展
-- @file 文件
-- @sheet 工作表
-- @row 行号
with compared as (
    select
        *,
        min(month) over (partition by ledger_no) as first_seen_month,
        row_number() over life as months_seen,
        lag(state) over life as prior_state,
        lag(due_on) over life as prior_due_on,
        lag(progress) over life as prior_progress
    from staging.rectification
    window life as (partition by ledger_no order by month)
)

select
    compared.month,
    compared.ledger_no,
    compared.town_code,
    town.town_name,
    compared.description,
    compared.found_on,
    compared.first_seen_month,
    compared.months_seen,
    compared.state,
    compared.prior_state,
    case
        when compared.prior_state is null then 'new'
        when compared.state = compared.prior_state then 'none'
        when compared.state = 'open' then 'rebound'
        when compared.prior_state = 'open' then compared.state
        else 'restated'
    end as state_change,
    compared.is_rebound,
    compared.struck_off_on,
    compared.due_on,
    compared.prior_due_on,
    compared.prior_state is not null and compared.due_on is distinct from compared.prior_due_on as is_due_changed,
    compared.progress,
    compared.prior_progress,
    sheet.file,
    sheet.sheet,
    compared.row
from compared
inner join staging.sheet as sheet using (sheet_id)
left join reference.town using (town_code)
