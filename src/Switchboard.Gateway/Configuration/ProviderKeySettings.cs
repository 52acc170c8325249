using System.Globalization;
using Switchboard.Gateway.ProviderKeys;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads a provider's <c>api_keys</c>: each with a key, and if wanted a name, a weight and limits.</summary>
internal static class ProviderKeySettings
{
    public static IReadOnlyList<ProviderKey> Read(string provider, ConfigNode section)
    {
        var keys = new List<ProviderKey>();
        foreach (var node in section.Sections("api_keys"))
        {
            var text = node.Text("key");
            keys.Add(new ProviderKey($"yaml-{provider}-{keys.Count + 1}", provider)
            {
                Text = text,
                Suffix = text is null ? "" : ProviderKey.SuffixOf(text),
                Name = node.Text("name"),
                Weight = node.Value("weight", 1, static (string s, out int v) => int.TryParse(s, CultureInfo.InvariantCulture, out v) && v is >= 1 and <= ProviderKey.HeaviestWeight, $"a whole number from 1 to {ProviderKey.HeaviestWeight}"),
                Rpm = Count(node, "rpm"),
                Tpm = Count(node, "tpm"),
                Concurrent = node.Optional("concurrent", static (string s, out int v) => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out v) && v is >= 1 and <= 1_000_000, "a whole number from 1 to 1000000"),
                Budgets = BudgetSettings.Read(node),
                Source = ProviderKeySource.File,
            });
            if (ProviderKey.FaultOf(text) is { } fault)
            {
                node.Fault("key", text is null ? "is missing, or its variable is not set" : fault);
            }

            node.Close();
        }

        foreach (var same in keys.Where(static k => k.Text is not null).GroupBy(static k => k.Text).Where(static g => g.Count() > 1))
        {
            section.Fault("api_keys", $"has the key that ends in {same.First().Suffix} {same.Count()} times; give it once, with a higher weight");
        }

        return keys;
    }

    private static long? Count(ConfigNode node, string name) =>
        node.Optional(name, static (string s, out long v) => long.TryParse(s, CultureInfo.InvariantCulture, out v) && v > 0, "a whole number above 0");
}
