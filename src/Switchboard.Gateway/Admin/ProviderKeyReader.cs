using System.Text.Json;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Admin;

/// <summary>Reads a provider's key from a management request. Faults name fields, and never tell the key.</summary>
internal static class ProviderKeyReader
{
    /// <summary>The canonical name of the provider that the request names.</summary>
    public static string? Provider(JsonFields fields, ProviderCatalogue catalogue)
    {
        if (fields.Text("provider", null) is not { } name)
        {
            return fields.Fault<string?>("provider", "is missing: name the vendor, such as openai", null);
        }

        return catalogue.TryGet(name, out var provider) && !provider.InProcess
            ? provider.Name
            : fields.Fault<string?>("provider", $"is none that is known here; known: {string.Join(", ", catalogue.Served.Where(static p => !p.InProcess).Select(static p => p.Name))}", null);
    }

    /// <summary>The key with the request's fields over <paramref name="current"/>.</summary>
    /// <param name="fields">The request, where faults collect.</param>
    /// <param name="current">The key as it is.</param>
    /// <param name="others">All stored keys: a text may stand in one of a provider's only.</param>
    /// <param name="isNew">Whether the text must be there.</param>
    public static ProviderKey Read(JsonFields fields, ProviderKey current, IReadOnlyList<ProviderKey> others, bool isNew)
    {
        var key = current with
        {
            Text = ReadText(fields, current.Text, isNew),
            Name = fields.Text("name", current.Name),
            Weight = (int)Math.Min(fields.Count("weight", current.Weight) ?? 1, int.MaxValue),
            Rpm = fields.Count("rpm", current.Rpm),
            Tpm = fields.Count("tpm", current.Tpm),
            Concurrent = LimitsReader.ReadConcurrent(fields, current.Concurrent),
            Budgets = LimitsReader.ReadBudgets(fields, current.Budgets),
            Enabled = fields.Flag("enabled", current.Enabled),
        };
        if (key.Weight > ProviderKey.HeaviestWeight)
        {
            fields.Fault("weight", $"must be a whole number from 1 to {ProviderKey.HeaviestWeight}", 0);
        }

        if (key.Text is { } text && others.FirstOrDefault(k => k.Id != key.Id && k.Provider == key.Provider && k.Text == text) is { } same)
        {
            fields.Fault("key", $"is the text of {same.Id} already; change the weight of that one", 0);
        }

        return key;
    }

    private static string? ReadText(JsonFields fields, string? current, bool isNew)
    {
        if (!fields.Find("key", out var value) && !isNew)
        {
            return current;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return ProviderKey.FaultOf(text) is { } fault ? fields.Fault("key", text is null ? "must be the vendor's key, a text" : fault, current) : text;
    }
}
