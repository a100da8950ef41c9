-- grain: one row per (ticket, kind) that repeats an earlier ticket; both tickets stay counted
-- 说明：重复诉求：同一来电人再次来电、同一问题再次反映，及其首次与上一张工单（时限、相似度见 scheme.toml）
-- @month 月份（首次见到该工单的文件夹，该月一日；只与当时已有的工单比较）
-- @kind 种类：same_caller 同一电话再次来电（问题可以不同）；same_problem 同一问题再次反映
-- @ticket_no 工单编号
-- @called_at 受理时间
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @basis 依据：prior_ticket_no 导出文件写明旧工单编号；phone_and_text 电话相同且文字相近；text 文字相近、地点不矛盾；phone 电话相同
-- @similarity 文字相似度（0–1；依旧工单编号或电话的为空）
-- @previous_ticket_no 上一张工单
-- @previous_called_at 上一张工单的受理时间（未见过该工单的为空）
-- @days_since_previous 相隔天数
-- @first_ticket_no 首次的工单
-- @first_called_at 首次的受理时间
-- @repeat_no 第几次重复
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    again.month,
    again.kind,
    again.ticket_no,
    again.called_at,
    again.town_code,
    town.town_name,
    again.basis,
    again.similarity,
    again.previous_ticket_no,
    again.previous_called_at,
    again.days_since_previous,
    again.first_ticket_no,
    again.first_called_at,
    again.repeat_no,
    sheet.file,
    sheet.sheet,
    again.row
from core.repeat_complaint as again
inner join staging.sheet as sheet using (sheet_id)
left join reference.town using (town_code)
