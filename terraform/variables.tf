variable "environment" {
  description = "dev, staging or prod: the name of the file in env/ and the prefix of the state."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "An environment is dev, staging or prod."
  }
}

variable "project" {
  description = "The Google Cloud project. It belongs to this environment alone."
  type        = string
}

variable "region" {
  description = "Where everything runs that is not global."
  type        = string
}

variable "domain" {
  description = "Where people reach the app; its DNS zone is made here and delegated once by hand."
  type        = string
}

variable "mail_domain" {
  description = "The domain that mail is sent from."
  type        = string
}

variable "legal" {
  description = "Who runs the platform by law, as fee statements say it; `|` parts the lines of the address."
  type = object({
    name    = string
    address = optional(string, "")
    tax_id  = optional(string, "")
  })
  default = { name = "Accredit" }
}

variable "billing_account" {
  description = "Whom the budget watches, such as 000000-000000-000000."
  type        = string
}

variable "budget" {
  description = "What a month may cost before somebody is told, in the billing account's currency."
  type        = number
}

variable "alert_email" {
  description = "Who is told when something is wrong."
  type        = string
}

variable "team" {
  description = "Who may ship functions from their own machine, such as group:makers@example.org."
  type        = string
  default     = null
}

variable "repository" {
  description = "The connected source repository (projects/P/locations/L/connections/C/repositories/R). Connecting one takes a person's consent, so it is done by hand; without it there is no trigger."
  type        = string
  default     = null
}

variable "release_on" {
  description = "What starts a release: pushes to a branch or tags, as patterns, and whether a person must agree first."
  type = object({
    branch   = optional(string)
    tag      = optional(string)
    approval = optional(bool, false)
  })

  validation {
    condition     = (var.release_on.branch == null) != (var.release_on.tag == null)
    error_message = "A release starts by a branch or by a tag."
  }
}

variable "database" {
  description = "Cloud SQL. `connections` becomes max_connections and is what the pools are counted against."
  type = object({
    tier        = string
    connections = number
    disk_gb     = number
    standby     = optional(bool, false)
    replica     = optional(bool, false)
    backups     = optional(number, 7)
  })
}

variable "max_instances" {
  description = "A ceiling on the instances of every function, for environments with a small database."
  type        = number
  default     = null
}

variable "protected" {
  description = "Whether deleting what holds data or answers people needs two steps."
  type        = bool
  default     = true
}

variable "database_seed" {
  description = "From which the database passwords are derived; scripts/terraform reads it from Secret Manager. Neither it nor they are ever in a plan or in the state."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = length(var.database_seed) >= 32
    error_message = "The seed has at least 32 characters."
  }
}

variable "database_passwords" {
  description = "Counted up to give every function a new database password."
  type        = number
  default     = 1
}

variable "secret_versions" {
  description = "Which version of a secret is in use, by its name; 1 where nothing is said. Counting one up rotates it."
  type        = map(number)
  default     = {}
}

variable "functions" {
  description = "The folder of the functions, seen from here. Tests name another."
  type        = string
  default     = "../functions"
}
