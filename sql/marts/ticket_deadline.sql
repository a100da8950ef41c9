-- grain: one row per (month, ticket of that month's export)
-- 说明：工单时限：每张工单的截止时间从何而来，延期、退回是否合乎规定
-- @month 月份（该月一日）
-- @ticket_no 工单编号
-- @dispatched_at 派单时间
-- @first_due_at 延期前的截止时间（写明的；没有写明的按办理时限自派单起推算）
-- @extended_due_at 延期后截止（文件所写）
-- @extension_limit_on 延期最多到哪一日（原截止日后若干工作日，见 scheme.toml [hotline]）
-- @is_extension_too_long 延期超过规定，按规定的最后一日计
-- @due_at 截止时间（按时办结率、黄牌、红牌以此为准）
-- @is_due_provisional 截止时间是否暂定（跨入放假安排未公布的年份，公布后重新推算）
-- @return_count 退回次数
-- @return_timing 退回是否及时：in_time 受理后规定工作日内即办结，退回必在规定时限内；unknown 文件没有退回时间，无从判断；没有退回的为空
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    ticket_due.month,
    ticket_due.ticket_no,
    ticket_due.dispatched_at,
    ticket_due.first_due_at,
    ticket_due.extended_due_at,
    ticket_due.extension_limit_on,
    ticket_due.is_extension_too_long,
    ticket_due.due_at,
    ticket_due.is_due_provisional,
    ticket_due.return_count,
    ticket_due.return_timing,
    sheet.file,
    sheet.sheet,
    ticket_due.row
from staging.ticket_due
inner join staging.sheet as sheet using (sheet_id)
