using System.Globalization;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Keys;

/// <summary>Reads what a key allows from the configuration file.</summary>
internal static class KeyGrantSettings
{
    private const long MostConcurrent = 1_000_000;

    public static KeyGrant Read(ConfigNode node)
    {
        return new KeyGrant
        {
            Role = node.Value("role", Role.Caller, Roles.TryParse, Roles.Names),
            Owner = node.Text("owner"),
            Team = node.Text("team"),
            Organization = node.Text("organization"),
            Models = node.Texts("models"),
            ExpiresAt = node.Optional<DateTimeOffset>("expires_at", TryInstant, "a time such as 2027-01-31T00:00:00Z"),
            Priority = node.Value("priority", Priority.Normal, Priorities.TryParse, Priorities.Names),
            Budgets = BudgetSettings.Read(node),
            Rpm = node.Optional<long>("rpm", TryCount, "a whole number above 0"),
            Tpm = node.Optional<long>("tpm", TryCount, "a whole number above 0"),
            Concurrent = (int?)node.Optional<long>("concurrent", TryConcurrent, "a whole number from 1 to 1000000"),
        };
    }

    private static bool TryInstant(string text, out DateTimeOffset value) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    private static bool TryConcurrent(string text, out long value) => TryCount(text, out value) && value <= MostConcurrent;

    private static bool TryCount(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
}
