-- module: activities · compatible · invitations to planned visits and meetings

alter table "interaction" add column "invited_at" timestamptz;
alter table "interaction" add column "invitation" integer;

-- What is told to guests is looked for every few seconds: few rows of many.
create index "interaction_invited_idx" on "interaction" (updated_at) where invitation is not null;
create index "mail_message_invitation_idx" on mail_message ((payload ->> 'interaction')) where kind = 'invitation';
