environment     = "staging"
project         = "accredit-staging"
region          = "europe-west3"
domain          = "staging.accredit.example"
mail_domain     = "mail.staging.accredit.example"
billing_account = "000000-000000-000000"
budget          = 300
alert_email     = "alerts@accredit.example"

database = {
  tier        = "db-custom-2-7680"
  connections = 400
  disk_gb     = 20
}

release_on = { branch = "^main$" }
