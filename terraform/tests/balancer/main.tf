# What the load balancer does with an address: the first rule that matches, in order of priority.

variable "rules" {
  type = any
}

variable "paths" {
  type = set(string)
}

locals {
  matching = {
    for path in var.paths : path => [
      for rule in var.rules : rule
      if anytrue(concat(
        [for exact in rule.exact : path == exact],
        [for prefix in rule.prefixes : startswith(path, prefix)],
        [for template in rule.templates : can(regex("^${replace(template, "/\\{[a-z]+=\\*\\*\\}/", ".*")}$", path))],
      ))
    ]
  }
}

output "answers" {
  value = { for path, rules in local.matching : path => rules[0] }
}
