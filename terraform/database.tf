locals {
  # Every instance keeps up to `pool` connections; a fifth of all stays free for the revision that
  # is being rolled, for migrations and for people.
  wanted_connections    = sum(concat([0], [for name in local.using.database : local.functions[name].max_instances * local.functions[name].pool]))
  available_connections = floor(var.database.connections * 0.8)

  # As migrate-job names the role of a function.
  role = { for name in local.using.database : name => replace(name, "-", "_") }

  # Derived, so that an apply that broke off comes to the same password when it is done again.
  password = { for name in local.using.database : name => sha256("${var.database_seed}:${name}:${var.database_passwords}") }
}

resource "google_sql_database_instance" "main" {
  name                = "accredit"
  region              = var.region
  database_version    = "POSTGRES_15"
  deletion_protection = var.protected

  settings {
    edition                     = "ENTERPRISE"
    tier                        = var.database.tier
    availability_type           = var.database.standby ? "REGIONAL" : "ZONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = var.database.disk_gb
    disk_autoresize             = true
    deletion_protection_enabled = var.protected

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.this.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      start_time                     = "02:00"
      transaction_log_retention_days = min(var.database.backups, 7)
      backup_retention_settings {
        retained_backups = var.database.backups
      }
    }

    maintenance_window {
      day          = 7
      hour         = 4
      update_track = "stable"
    }

    insights_config {
      query_insights_enabled = true
    }

    # The number that the pools are counted against, and not what the tier happens to give.
    database_flags {
      name  = "max_connections"
      value = tostring(var.database.connections)
    }
    # A function that hangs in a transaction must not hold its locks.
    database_flags {
      name  = "idle_in_transaction_session_timeout"
      value = "60000"
    }
    database_flags {
      name  = "log_min_duration_statement"
      value = "1000"
    }
  }

  lifecycle {
    precondition {
      condition     = local.wanted_connections <= local.available_connections
      error_message = "The functions may open ${local.wanted_connections} connections, but 80 % of ${var.database.connections} are ${local.available_connections} (PL-3). Lower max_instances or pool in a function.yaml, or give the database more."
    }
  }

  depends_on = [google_service_networking_connection.this]
}

resource "google_sql_database_instance" "replica" {
  count = var.database.replica ? 1 : 0

  name                 = "accredit-replica"
  region               = var.region
  database_version     = google_sql_database_instance.main.database_version
  master_instance_name = google_sql_database_instance.main.name
  deletion_protection  = var.protected

  settings {
    edition   = "ENTERPRISE"
    tier      = var.database.tier
    disk_type = "PD_SSD"

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.this.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    # A replica takes at least as many as its source.
    database_flags {
      name  = "max_connections"
      value = tostring(var.database.connections)
    }
  }
}

resource "google_sql_database" "this" {
  name     = "accredit"
  instance = google_sql_database_instance.main.name
}

# Log-ins only. What a role may read and write, and for how long, comes from migrate-job, which
# derives it from the queries of its function.
resource "google_sql_user" "function" {
  for_each = local.using.database

  name                = local.role[each.key]
  instance            = google_sql_database_instance.main.name
  type                = "BUILT_IN"
  password_wo         = local.password[each.key]
  password_wo_version = var.database_passwords
  # A role with grants cannot be dropped. That of a function that is no more stays, without rights
  # and log-in, once migrate-job has run.
  deletion_policy = "ABANDON"
}
