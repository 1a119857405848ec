# PL-32: what the load balancer does with an address.

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

run "map" {
  command = apply

  assert {
    condition     = length(local.owners) >= 20 && length(local.owners) == length(flatten([for manifest in values(local.manifests) : try(manifest.routes, [])]))
    error_message = "Not every route of every manifest has an owner."
  }

  assert {
    condition     = tolist([for rule in output.rules : format("%010d", rule.priority)]) == tolist(sort([for rule in output.rules : format("%010d", rule.priority)]))
    error_message = "The rules do not stand in the order of their priorities."
  }

  # Whatever answers with the page protects it.
  assert {
    condition = alltrue([
      for rule in output.rules : strcontains(lookup(rule.headers, "Content-Security-Policy", ""), "default-src 'self'")
      if rule.rewrite == "/index.html" || contains([for name in local.using.frontend : google_compute_backend_service.function[name].id], rule.service)
    ])
    error_message = "A page is sent without a Content-Security-Policy."
  }

  # Google tries these before it takes the map.
  assert {
    condition = alltrue([
      for route, name in local.owners :
      anytrue([for test in google_compute_url_map.this.test : test.host == var.domain && startswith(test.path, "${route}/") && test.service == google_compute_backend_service.function[name].id])
    ])
    error_message = "A route has no test in the URL map."
  }

  assert {
    condition     = length(google_compute_url_map.this.test) <= 100
    error_message = "A URL map takes 100 tests at most."
  }
}

run "prefixes" {
  command = apply

  module {
    source = "./tests/balancer"
  }

  variables {
    rules = run.map.rules
    paths = flatten([for route in keys(run.map.owners) : [route, "${route}/", "${route}/one/two", "${route}zzz"]])
  }

  assert {
    condition = alltrue(flatten([
      for route, service in run.map.owners : [for path in [route, "${route}/", "${route}/one/two"] : output.answers[path].service == service]
    ]))
    error_message = "An address does not reach the function that owns its prefix."
  }

  assert {
    condition     = alltrue([for route in keys(run.map.owners) : !contains(values(run.map.owners), output.answers["${route}zzz"].service)])
    error_message = "An address that only begins like a prefix reaches its function."
  }
}

run "pages_and_files" {
  command = apply

  module {
    source = "./tests/balancer"
  }

  variables {
    rules = run.map.rules
    paths = [
      "/", "/home/organizations/1", "/eventsandmore", "/join/secret", "/invitation", "/invitation/secret",
      "/assets/app-1a2b3c4d.js", "/favicon.svg", "/api", "/api/v1/nobody", "/webhooks", "/webhooks/nobody", "/.well-known/nothing",
    ]
  }

  assert {
    condition     = alltrue([for path in ["/", "/home/organizations/1", "/eventsandmore", "/join/secret", "/invitation", "/invitation/secret"] : output.answers[path].rewrite == "/index.html"])
    error_message = "A page of the app is not answered with it."
  }

  assert {
    condition = alltrue([
      for path in ["/assets/app-1a2b3c4d.js", "/favicon.svg", "/api", "/api/v1/nobody", "/webhooks", "/webhooks/nobody", "/.well-known/nothing"] :
      output.answers[path].rewrite == null && !contains(values(run.map.owners), output.answers[path].service)
    ])
    error_message = "A file or a mistake is answered with the app's page."
  }

  assert {
    condition     = output.answers["/join/secret"].headers["Referrer-Policy"] == "no-referrer" && output.answers["/invitation"].headers["X-Robots-Tag"] == "noindex"
    error_message = "A page whose address is a secret tells it to others."
  }
}

run "a_prefix_with_two_owners_stops_the_plan" {
  command = plan

  variables {
    functions = "tests/two-owners"
  }

  expect_failures = [google_compute_url_map.this]
}
