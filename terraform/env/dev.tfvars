environment     = "dev"
project         = "accredit-dev"
region          = "europe-west3"
domain          = "dev.accredit.example"
mail_domain     = "mail.dev.accredit.example"
billing_account = "000000-000000-000000"
budget          = 100
alert_email     = "alerts@accredit.example"
protected       = false

# A small database: one instance of everything.
max_instances = 1
database = {
  tier        = "db-custom-1-3840"
  connections = 150
  disk_gb     = 10
}

release_on = { branch = "^dev$" }
