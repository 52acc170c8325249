using System.Text.Json;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Admin;

/// <summary>Reads what a key shall allow from a management request.</summary>
internal static class KeyGrantReader
{
    /// <summary>The grant with the request's fields over <paramref name="current"/>; faults collect in <paramref name="fields"/>.</summary>
    public static KeyGrant Read(JsonFields fields, KeyGrant current) => LimitsReader.Read(fields, current with
    {
        Role = ReadRole(fields, current.Role),
        Owner = fields.Text("owner", current.Owner),
        Team = fields.Text("team", current.Team),
        Organization = fields.Text("organization", current.Organization),
        Models = fields.Texts("models", current.Models),
        Priority = ReadPriority(fields, current.Priority),
        ExpiresAt = fields.Instant("expires_at", current.ExpiresAt),
    });

    private static Priority ReadPriority(JsonFields fields, Priority current)
    {
        if (!fields.Find("priority", out var value))
        {
            return current;
        }

        return value.ValueKind == JsonValueKind.Null ? Priority.Normal
            : value.ValueKind == JsonValueKind.String && Priorities.TryParse(value.GetString()!, out var priority) ? priority
            : fields.Fault("priority", $"must be {Priorities.Names}", current);
    }

    private static Role ReadRole(JsonFields fields, Role current)
    {
        if (!fields.Find("role", out var value))
        {
            return current;
        }

        return value.ValueKind == JsonValueKind.String && Roles.TryParse(value.GetString()!, out var role) ? role : fields.Fault("role", $"must be {Roles.Names}", current);
    }
}
