-- module: kernel · compatible · the same two-character pieces at less than half the cost of the SQL form; indexes leave out empty links

create or replace function perigon_grams(folded text) returns tsvector
language plpgsql immutable parallel safe strict as $$
declare
  pieces text[] := '{}';
  before text := ' ';
  letter text;
begin
  foreach letter in array string_to_array(folded, null) loop
    if letter > ' ' collate "C" and before > ' ' collate "C" then
      pieces := pieces || (before || letter);
    end if;
    before := letter;
  end loop;
  return array_to_tsvector(pieces);
end
$$;
drop index "branch_parent_idx";
create index "branch_parent_idx" on "branch" ("parent", id) where deleted_at is null and "parent" is not null;
drop index "department_parent_idx";
create index "department_parent_idx" on "department" ("parent", id) where deleted_at is null and "parent" is not null;
drop index "department_branch_idx";
create index "department_branch_idx" on "department" ("branch", id) where deleted_at is null and "branch" is not null;
drop index "department_manager_idx";
create index "department_manager_idx" on "department" ("manager") where deleted_at is null and "manager" is not null;
drop index "employee_department_idx";
create index "employee_department_idx" on "employee" ("department", id) where deleted_at is null and "department" is not null;
drop index "employee_position_idx";
create index "employee_position_idx" on "employee" ("position") where deleted_at is null and "position" is not null;
drop index "employee_manager_idx";
create index "employee_manager_idx" on "employee" ("manager", id) where deleted_at is null and "manager" is not null;
drop index "user_employee_idx";
create index "user_employee_idx" on "user" ("employee", id) where deleted_at is null and "employee" is not null;
drop index "team_leader_idx";
create index "team_leader_idx" on "team" ("leader") where deleted_at is null and "leader" is not null;
drop index "record_share_employee_idx";
create index "record_share_employee_idx" on "record_share" ("employee") where deleted_at is null and "employee" is not null;
drop index "record_share_team_idx";
create index "record_share_team_idx" on "record_share" ("team") where deleted_at is null and "team" is not null;
drop index "record_share_with_department_idx";
create index "record_share_with_department_idx" on "record_share" ("with_department") where deleted_at is null and "with_department" is not null;
drop index "record_share_branch_idx";
create index "record_share_branch_idx" on "record_share" ("branch") where deleted_at is null and "branch" is not null;
drop index "industry_parent_idx";
create index "industry_parent_idx" on "industry" ("parent", id) where deleted_at is null and "parent" is not null;
drop index "region_parent_idx";
create index "region_parent_idx" on "region" ("parent", id) where deleted_at is null and "parent" is not null;
drop index "customer_industry_idx";
create index "customer_industry_idx" on "customer" ("industry", id) where deleted_at is null and "industry" is not null;
drop index "customer_region_idx";
create index "customer_region_idx" on "customer" ("region", id) where deleted_at is null and "region" is not null;
drop index "customer_parent_idx";
create index "customer_parent_idx" on "customer" ("parent", id) where deleted_at is null and "parent" is not null;
drop index "customer_referrer_customer_idx";
create index "customer_referrer_customer_idx" on "customer" ("referrer_customer") where deleted_at is null and "referrer_customer" is not null;
drop index "contact_customer_idx";
create index "contact_customer_idx" on "contact" ("customer", id) where deleted_at is null and "customer" is not null;
drop index "contact_position_reports_to_idx";
create index "contact_position_reports_to_idx" on "contact_position" ("reports_to") where deleted_at is null and "reports_to" is not null;
drop index "product_category_parent_idx";
create index "product_category_parent_idx" on "product_category" ("parent", id) where deleted_at is null and "parent" is not null;
drop index "product_category_idx";
create index "product_category_idx" on "product" ("category", id) where deleted_at is null and "category" is not null;
drop index "opportunity_customer_idx";
create index "opportunity_customer_idx" on "opportunity" ("customer", id) where deleted_at is null and "customer" is not null;
drop index "opportunity_contact_idx";
create index "opportunity_contact_idx" on "opportunity" ("contact") where deleted_at is null and "contact" is not null;
drop index "opportunity_product_idx";
create index "opportunity_product_idx" on "opportunity" ("product", id) where deleted_at is null and "product" is not null;
drop index "stage_history_from_stage_idx";
create index "stage_history_from_stage_idx" on "stage_history" ("from_stage", id) where deleted_at is null and "from_stage" is not null;
drop index "stage_history_by_idx";
create index "stage_history_by_idx" on "stage_history" ("by") where deleted_at is null and "by" is not null;
drop index "interaction_customer_idx";
create index "interaction_customer_idx" on "interaction" ("customer") where deleted_at is null and "customer" is not null;
drop index "interaction_contact_idx";
create index "interaction_contact_idx" on "interaction" ("contact", id) where deleted_at is null and "contact" is not null;
drop index "interaction_opportunity_idx";
create index "interaction_opportunity_idx" on "interaction" ("opportunity") where deleted_at is null and "opportunity" is not null;
drop index "interaction_employee_idx";
create index "interaction_employee_idx" on "interaction" ("employee") where deleted_at is null and "employee" is not null;
drop index "interaction_customer_at_idx";
create index "interaction_customer_at_idx" on "interaction" ("customer", "at", id) where deleted_at is null and "customer" is not null;
drop index "interaction_opportunity_at_idx";
create index "interaction_opportunity_at_idx" on "interaction" ("opportunity", "at", id) where deleted_at is null and "opportunity" is not null;
drop index "interaction_employee_at_idx";
create index "interaction_employee_at_idx" on "interaction" ("employee", "at", id) where deleted_at is null and "employee" is not null;
drop index "task_customer_idx";
create index "task_customer_idx" on "task" ("customer", id) where deleted_at is null and "customer" is not null;
drop index "task_contact_idx";
create index "task_contact_idx" on "task" ("contact") where deleted_at is null and "contact" is not null;
drop index "task_opportunity_idx";
create index "task_opportunity_idx" on "task" ("opportunity", id) where deleted_at is null and "opportunity" is not null;
