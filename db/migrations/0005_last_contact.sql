-- module: customers, sales · compatible · when a customer, contact or opportunity was last worked on

alter table "customer" add column "last_contact_at" timestamptz;
alter table "contact" add column "last_contact_at" timestamptz;
alter table "opportunity" add column "last_activity_at" timestamptz;
