-- grain: one row per (month of a campaign, problem of that month's ledger that was struck off since the campaign began)
-- 说明：整改“回头看”：活动以来销号的每一件，按当月台账是否回访、是否现场核查、是否反弹；解释的不在其内
-- @month 月份（该月一日）
-- @campaign 活动年度
-- @ledger_no 台账编号
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @unit 责任单位
-- @severity_name 问题等级
-- @description 问题描述
-- @struck_off_on 销号时间（台账没有写的，为首次见到已销号的月份的最后一日）
-- @is_revisited 是否已回访（回访结果为满意、基本满意或不满意）
-- @is_revisit_satisfied 回访是否满意或基本满意
-- @is_checked 是否已现场核查
-- @is_check_passed 现场核查是否整改到位
-- @is_open_again 当月台账是否又列为未销号
-- @rebound_count 销号后至当月再次反映的记录（条，含台账自己的反弹标注，见 mart.rebound）
-- @rebound_found_by 最先由何发现：ledger 台账标注；ticket 诉求工单；visit 走访意见；inspection 暗访督查；new_row 台账新增问题；没有的为空
-- @rebound_on 最先再次反映的日期（台账标注的为空）
-- @is_rebound_by_text_alone 再次反映的记录是否都只凭文字相近而没有村居、编号可对（须核实）
-- @outcome 结果：rebounded 反弹；told_again 疑似反弹，须核实；disproved 回访不满意或核查未到位；confirmed 回访满意且核查到位；to_check 待现场核查；to_revisit 待回访；untouched 待回访和核查
-- @scopes 计入的范围（见 mart.scope）
-- @file 文件
-- @sheet 工作表
-- @row 行号
with campaign as (
    select month.month, phase.campaign, min(all_phases.first_month || '-01')::date as began_on
    from core.month
    inner join reference.campaign_phase as phase
        on strftime(month.month, '%Y-%m') between phase.first_month and phase.last_month
    inner join reference.campaign_phase as all_phases on all_phases.campaign = phase.campaign
    group by all
),

struck_off as (
    select campaign.month, campaign.campaign, strike_off.ledger_no, max(strike_off.struck_off_on) as struck_off_on
    from campaign
    inner join core.strike_off
        on strike_off.month <= campaign.month and strike_off.struck_off_on >= campaign.began_on
    group by all
),

-- what came back after the campaign's strike-off, as far as it was known by the month
shown as (
    select
        struck_off.month,
        struck_off.ledger_no,
        count(*)::integer as rebound_count,
        arg_min(rebound.found_by, coalesce(rebound.reported_on, rebound.month)) as rebound_found_by,
        min(rebound.reported_on) as rebound_on,
        bool_and(rebound.basis = 'text') as is_rebound_by_text_alone
    from struck_off
    inner join core.rebound
        on rebound.ledger_no = struck_off.ledger_no and rebound.month <= struck_off.month
    inner join campaign on campaign.month = struck_off.month
    where coalesce(rebound.reported_on, rebound.month) >= campaign.began_on
    group by all
)

select
    event.month,
    struck_off.campaign,
    event.ledger_no,
    event.town_code,
    town.town_name,
    event.unit,
    severity.scope_name as severity_name,
    ledger.description,
    struck_off.struck_off_on,
    event.is_revisited,
    event.is_revisit_satisfied,
    event.is_checked,
    event.is_check_passed,
    event.is_open as is_open_again,
    coalesce(shown.rebound_count, 0) as rebound_count,
    shown.rebound_found_by,
    shown.rebound_on,
    coalesce(shown.is_rebound_by_text_alone, false) as is_rebound_by_text_alone,
    case
        when event.is_open or (shown.rebound_count > 0 and not shown.is_rebound_by_text_alone) then 'rebounded'
        when shown.rebound_count > 0 then 'told_again'
        when event.is_disproved then 'disproved'
        when event.is_revisited and event.is_checked then 'confirmed'
        when event.is_revisited then 'to_check'
        when event.is_checked then 'to_revisit'
        else 'untouched'
    end as outcome,
    event.scopes,
    sheet.file,
    sheet.sheet,
    event.row
from core.rectification_event as event
inner join struck_off using (month, ledger_no)
inner join staging.rectification as ledger using (month, ledger_no)
inner join staging.sheet as sheet on sheet.sheet_id = event.sheet_id
left join shown on shown.month = event.month and shown.ledger_no = event.ledger_no
left join reference.town on town.town_code = event.town_code
left join core.scope as severity on severity.scope = 'severity' and severity.scope_code = ledger.severity
where not event.is_explained
