-- grain: one row per (month, problem of that month's ledger): a line of the summary that the county office receives
-- Posts answer for a problem as in mart.due_item: those of the units and offices that it names, else that of its town.
-- 说明：整改情况汇总：月末整改台账的每个问题，按上报县专班的栏目（栏目和次序见 summary_columns.csv）
-- @month 月份（该月一日）
-- @summary_no 序号（按镇街次序、台账编号；不属于任何镇街的在后）
-- @ledger_no 台账编号
-- @problem_source 问题来源
-- @source_ref 来源单号
-- @town_name 镇街（不属于任何镇街的为空）
-- @theme 领域
-- @description 问题描述
-- @severity 问题等级
-- @found_on 发现日期
-- @unit 责任单位
-- @responsible_posts 责任人（岗位）：月末最后一天对其负责的职务，以顿号隔开；名册没有的为空
-- @measure 整改措施
-- @target 目标任务
-- @due_on 整改时限（没有写明的按问题等级推算；长期坚持的为空）
-- @progress 进展
-- @strike_off 是否销号：已销号、未销号；政策不支持、已向群众解释的为已解释
-- @struck_off_on 销号时间
-- @revisit 回访结果（群众评价；没有回访的为空）
-- @remark 备注：超期、反弹、销号待核实等需要说明的情况，以顿号隔开
-- @file 文件
-- @sheet 工作表
-- @row 行号
with word as (
    select list, value, arg_min(word, rowid) as word
    from reference.word
    where list in ('problem_source', 'theme', 'satisfaction')
    group by list, value
),

named as (
    select month, ledger_no, town_code, unnest(split_list(unit)) as name
    from staging.rectification
),

owner as (
    select distinct named.month, named.ledger_no, unit_name.scope, unit_name.scope_code
    from named
    inner join staging.unit_name on unit_name.name = squeezed(named.name)
),

answering as (
    select month, ledger_no, scope, scope_code from owner
    union all
    select ledger.month, ledger.ledger_no, 'town', ledger.town_code
    from staging.rectification as ledger
    anti join owner using (month, ledger_no)
    where ledger.town_code is not null
),

post as (
    select
        answering.month,
        answering.ledger_no,
        string_agg(held.post, '、' order by scope.scope, scope.scope_order) as responsible_posts
    from answering
    inner join core.scope using (scope, scope_code)
    inner join staging.post_held as held
        on held.month = answering.month
            and held.scope = answering.scope
            and held.scope_code = answering.scope_code
            and held.is_responsible
    group by answering.month, answering.ledger_no
)

select
    ledger.month,
    row_number() over (
        partition by ledger.month order by town.town_order nulls last, ledger.ledger_no
    ) as summary_no,
    ledger.ledger_no,
    problem_source.word as problem_source,
    ledger.source_ref,
    town.town_name,
    theme.word as theme,
    ledger.description,
    severity.scope_name as severity,
    ledger.found_on,
    ledger.unit,
    post.responsible_posts,
    ledger.measure,
    ledger.target,
    ledger.due_on,
    ledger.progress,
    case ledger.state when 'struck_off' then '已销号' when 'explained' then '已解释' else '未销号' end as strike_off,
    ledger.struck_off_on,
    revisit.word as revisit,
    nullif(
        concat_ws(
            '、',
            if(event.is_overdue_open, '超期', null),
            if(event.is_long_term and ledger.due_on is null, '长期坚持', null),
            if(ledger.is_due_provisional, '时限暂定', null),
            if(event.is_proposal_overdue, '方案未写全', null),
            if(event.has_rebounded, '反弹', null),
            if(event.is_struck_off_undated, '未写销号时间', null),
            if(event.is_unproven, '销号待核实', null),
            if(event.is_disproved, '销号存疑', null)
        ),
        ''
    ) as remark,
    sheet.file,
    sheet.sheet,
    ledger.row
from staging.rectification as ledger
inner join core.rectification_event as event using (month, ledger_no)
inner join staging.sheet as sheet on sheet.sheet_id = ledger.sheet_id
left join reference.town as town on town.town_code = ledger.town_code
left join word as problem_source
    on problem_source.list = 'problem_source' and problem_source.value = ledger.problem_source
left join word as theme on theme.list = 'theme' and theme.value = ledger.theme
left join word as revisit on revisit.list = 'satisfaction' and revisit.value = ledger.revisit_satisfaction
left join core.scope as severity on severity.scope = 'severity' and severity.scope_code = ledger.severity
left join post on post.month = ledger.month and post.ledger_no = ledger.ledger_no
