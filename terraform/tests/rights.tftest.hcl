# PL-31: who reaches a function, and what a function reaches. What is expected is read from the
# manifests anew and not from the locals that the configuration is made of.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
  mock_resource "google_certificate_manager_dns_authorization" {
    defaults = { dns_resource_record = [{ name = "_acme.example.", type = "CNAME", data = "there.example." }] }
  }
}

variables {
  database_seed = "a seed that only tests know, long enough"
}

run "rights" {
  command = apply

  assert {
    condition = toset(concat(keys(google_cloud_run_v2_service.function), keys(google_cloud_run_v2_job.function))) == toset([
      for file in fileset("${path.root}/${var.functions}", "*/function.yaml") : dirname(file)
    ])
    error_message = "A function is not deployed."
  }

  # Reached by the load balancer only, or by a queue or a clock only.
  assert {
    condition = alltrue([
      for name, service in google_cloud_run_v2_service.function :
      local.manifests[name].kind == "job"
      ? service.ingress == "INGRESS_TRAFFIC_INTERNAL_ONLY" && !service.default_uri_disabled && !service.invoker_iam_disabled
      : service.ingress == "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" && service.default_uri_disabled
    ])
    error_message = "A function is reached past the load balancer, or a job by others than its caller."
  }

  assert {
    condition = alltrue([
      for name, manifest in local.manifests :
      google_cloud_run_v2_service_iam_binding.caller[name].members == toset([try(manifest.queue, null) != null ? google_service_account.tasks.member : google_service_account.scheduler.member])
      && google_cloud_run_v2_service_iam_binding.caller[name].role == "roles/run.invoker"
      if manifest.kind == "job"
    ])
    error_message = "Somebody else than its queue or its clock may call a job."
  }

  # Limits are said and not left to defaults.
  assert {
    condition = alltrue([
      for name, service in google_cloud_run_v2_service.function :
      service.template[0].scaling[0].max_instance_count == min(try(local.manifests[name].max_instances, 3), coalesce(var.max_instances, 1000))
      && service.template[0].max_instance_request_concurrency == try(local.manifests[name].concurrency, 40)
      && service.template[0].timeout == try(local.manifests[name].timeout, "30s")
      && lookup(service.template[0].containers[0].resources[0].limits, "memory", null) == try(local.manifests[name].memory, "256Mi")
      && lookup(service.template[0].containers[0].resources[0].limits, "cpu", null) == tostring(try(local.manifests[name].cpu, 1))
    ])
    error_message = "A limit is missing or is not the manifest's."
  }

  assert {
    condition     = alltrue([for service in google_cloud_run_v2_service.function : service.template[0].containers[0].resources[0].cpu_idle == true && service.template[0].scaling[0].min_instance_count == 0])
    error_message = "A function is paid for while nobody asks it anything."
  }

  # An identity of its own.
  assert {
    condition = alltrue(concat(
      [for name, service in google_cloud_run_v2_service.function : service.template[0].service_account == google_service_account.function[name].email],
      [for name, job in google_cloud_run_v2_job.function : job.template[0].template[0].service_account == google_service_account.function[name].email],
      [length(distinct([for account in google_service_account.function : account.email])) == length(local.manifests)],
    ))
    error_message = "A function runs as somebody else."
  }

  # Its secrets, and no others.
  assert {
    condition = alltrue([
      for secret, binding in google_secret_manager_secret_iam_binding.value :
      binding.members == toset([
        for name, manifest in local.manifests : google_service_account.function[name].member
        if anytrue([for named in try(manifest.secrets, []) : secret == named || startswith(secret, "${named}-")])
        || (secret == "token-public-key" && manifest.kind == "api")
      ])
    ])
    error_message = "A secret is read by a function that does not name it."
  }

  assert {
    condition = alltrue([
      for name, manifest in local.manifests : alltrue([
        for named in try(manifest.secrets, []) :
        anytrue([for secret in keys(google_secret_manager_secret.value) : secret == named || startswith(secret, "${named}-")])
      ])
    ])
    error_message = "A secret that a manifest names does not exist."
  }

  assert {
    condition = alltrue([
      for name, binding in google_secret_manager_secret_iam_binding.database : binding.members == toset([google_service_account.function[name].member])
    ])
    error_message = "Somebody else may read the database address of a function."
  }

  assert {
    condition = alltrue(flatten([
      for name, service in google_cloud_run_v2_service.function : [
        for env in service.template[0].containers[0].env :
        env.value_source[0].secret_key_ref[0].version != "latest"
        if length(env.value_source) > 0
      ]
    ]))
    error_message = "A secret is not pinned to a version."
  }

  # PL-1: the environment holds what the manifest grants; the beginnings are those of manifest.rs,
  # in whole words.
  assert {
    condition = alltrue(flatten([
      for name, service in google_cloud_run_v2_service.function : [
        for env in service.template[0].containers[0].env : anytrue([
          for granted in concat(
            ["GOOGLE_CLOUD_PROJECT", "MAIL_DOMAIN", "PUBLIC_", "TIMEOUT_SECONDS", "TOKEN_PUBLIC_KEY"],
            flatten([for used in try(local.manifests[name].uses, ["database"]) : {
              database     = ["DATABASE_URL", "POOL"]
              tasks        = ["TASKS"]
              media        = ["OBJECTS", "MEDIA_"]
              uploads      = []
              certificates = ["OBJECTS", "CERTIFICATES_"]
              mail         = ["SMTP_"]
              frontend     = ["FRONTEND"]
              fonts        = ["FONTS_DIR"]
            }[used]]),
            [for secret in try(local.manifests[name].secrets, []) : upper(replace(secret, "-", "_"))],
          ) : env.name == granted || startswith(env.name, "${trimsuffix(granted, "_")}_")
        ])
      ]
    ]))
    error_message = "A function is told something that its manifest does not grant."
  }

  # Its buckets, its queues. Whoever uploads puts pictures, whoever prints makes files, whoever else
  # uses certificates reads them, and of those APIs alone sign addresses.
  assert {
    condition = google_storage_bucket_iam_binding.media.members == toset([
      for name, manifest in local.manifests : google_service_account.function[name].member
      if contains(try(manifest.uses, []), "uploads")
      ]) && google_storage_bucket_iam_binding.printers.members == toset([
      for name, manifest in local.manifests : google_service_account.function[name].member
      if length(setintersection(try(manifest.uses, []), ["certificates", "fonts"])) == 2
      ]) && google_storage_bucket_iam_binding.readers.members == toset([
      for name, manifest in local.manifests : google_service_account.function[name].member
      if contains(try(manifest.uses, []), "certificates") && !contains(try(manifest.uses, []), "fonts")
    ])
    error_message = "A bucket is written or read by a function that has no business there."
  }

  assert {
    condition = (
      google_project_iam_custom_role.files.permissions == toset(["storage.objects.create", "storage.objects.delete"])
      && google_storage_bucket_iam_binding.media.role == google_project_iam_custom_role.files.name
      && google_project_iam_custom_role.printer.permissions == toset(["storage.objects.create"])
      && google_storage_bucket_iam_binding.printers.role == google_project_iam_custom_role.printer.name
      && google_storage_bucket_iam_binding.readers.role == "roles/storage.legacyObjectReader"
    )
    error_message = "A function does more with files than it needs: certificates are never taken away."
  }

  assert {
    condition = toset(keys(google_service_account_iam_binding.signer)) == toset([
      for name, manifest in local.manifests : name if manifest.kind == "api" && contains(try(manifest.uses, []), "certificates")
    ])
    error_message = "A function signs as itself that has no address to give."
  }

  assert {
    condition     = google_storage_bucket.certificates.public_access_prevention == "enforced" && alltrue([for bucket in [google_storage_bucket.media, google_storage_bucket.certificates, google_storage_bucket.frontend] : bucket.uniform_bucket_level_access])
    error_message = "Certificates could become public."
  }

  assert {
    condition = toset(keys(google_cloud_tasks_queue.job)) == toset([for manifest in values(local.manifests) : manifest.queue if try(manifest.queue, null) != null]) && alltrue([
      for queue, binding in google_cloud_tasks_queue_iam_binding.writers :
      binding.members == toset([for name, manifest in local.manifests : google_service_account.function[name].member if contains(try(manifest.uses, []), "tasks")])
    ])
    error_message = "A queue is missing, or is written by a function that does not use queues."
  }

  assert {
    condition     = google_cloud_tasks_queue.job["refund-run"].rate_limits[0].max_dispatches_per_second == 5
    error_message = "Refunds would reach Stripe faster than five a second (RF-9)."
  }

  assert {
    condition     = alltrue([for queue in google_cloud_tasks_queue.job : queue.retry_config[0].max_attempts == -1])
    error_message = "Cloud Tasks would drop a job that nobody has given up."
  }

  # Clocks.
  assert {
    condition     = alltrue([for job in google_cloud_scheduler_job.function : job.retry_config[0].retry_count == 3])
    error_message = "A scheduled run that failed is tried again: one by the day would be missed for a day."
  }

  assert {
    condition = toset(keys(google_cloud_scheduler_job.function)) == toset([for name, manifest in local.manifests : name if try(manifest.schedule, null) != null]) && alltrue([
      for name, job in google_cloud_scheduler_job.function :
      startswith(local.manifests[name].schedule, job.schedule) && job.http_target[0].oidc_token[0].service_account_email == google_service_account.scheduler.email
    ])
    error_message = "A schedule is missing or is not the manifest's."
  }

  # `accredit deploy` counts errors in the log, and takes a release back that it cannot judge.
  assert {
    condition     = contains(keys(google_project_iam_member.deployer), "roles/logging.viewer")
    error_message = "Who ships cannot read the answers that a release is judged by."
  }

  # A log-in of its own, in a database that is not on the internet and speaks TLS only.
  assert {
    condition = toset([for user in google_sql_user.function : user.name]) == toset([for name, manifest in local.manifests : replace(name, "-", "_") if contains(try(manifest.uses, ["database"]), "database")]) && alltrue([
      for instance in concat([google_sql_database_instance.main], google_sql_database_instance.replica) :
      instance.settings[0].ip_configuration[0].ipv4_enabled == false && instance.settings[0].ip_configuration[0].ssl_mode == "ENCRYPTED_ONLY"
    ])
    error_message = "A function has no log-in, or the database is reached from outside."
  }

  assert {
    condition     = google_sql_database_instance.main.settings[0].backup_configuration[0].enabled && google_sql_database_instance.main.settings[0].backup_configuration[0].point_in_time_recovery_enabled
    error_message = "The database has no backups, or none to a point in time."
  }
}
