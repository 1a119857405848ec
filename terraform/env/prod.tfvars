environment     = "prod"
project         = "accredit-prod"
region          = "europe-west3"
domain          = "accredit.example"
mail_domain     = "mail.accredit.example"
billing_account = "000000-000000-000000"
budget          = 1500
alert_email     = "alerts@accredit.example"

database = {
  tier        = "db-custom-4-15360"
  connections = 500
  disk_gb     = 100
  standby     = true
  replica     = true
  backups     = 30
}

release_on = { tag = "^v[0-9]+\\.[0-9]+\\.[0-9]+$", approval = true }
