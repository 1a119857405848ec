# PL-3, for the environment whose tfvars file the command line names.

mock_provider "google" {}

variables {
  database_seed = "a seed that only tests know, long enough"
}

run "the_functions_fit_the_database" {
  command = plan

  variables {
    # Sizes of the environment, all functions of the platform.
    functions = "../functions"
  }

  assert {
    condition     = length(local.functions) >= 30
    error_message = "The manifests are not found."
  }

  assert {
    condition = local.wanted_connections == sum([
      for manifest in values(local.manifests) : try(manifest.pool, 2) * min(try(manifest.max_instances, 3), coalesce(var.max_instances, 1000))
    ])
    error_message = "Some function's connections are not counted."
  }

  assert {
    condition     = local.wanted_connections > 0 && local.wanted_connections <= 0.8 * var.database.connections
    error_message = "The functions want ${local.wanted_connections} connections of ${var.database.connections}."
  }

  assert {
    condition     = one([for flag in google_sql_database_instance.main.settings[0].database_flags : flag.value if flag.name == "max_connections"]) == tostring(var.database.connections)
    error_message = "The database has another number of connections than the one that is counted against."
  }
}

run "a_greedy_pool_stops_the_plan" {
  command = plan

  variables {
    functions = "tests/over-budget"
    # Whatever ceiling the environment has.
    max_instances = 1000
  }

  expect_failures = [google_sql_database_instance.main]
}
