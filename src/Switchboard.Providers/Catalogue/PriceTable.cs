using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Switchboard.Providers.Catalogue;

/// <summary>Prices by provider and model. Immutable; a reader keeps the table it started with for the whole exchange.</summary>
public sealed class PriceTable
{
    private const string AnyModel = "*";

    private readonly FrozenDictionary<string, FrozenDictionary<string, ModelPrice>>.AlternateLookup<ReadOnlySpan<char>> _byProvider;

    private PriceTable(string version, IEnumerable<ModelPrice> prices)
    {
        Version = version;
        Models = [.. prices.OrderBy(price => price.Provider, StringComparer.Ordinal).ThenBy(price => price.Model, StringComparer.Ordinal)];
        _byProvider = Models.GroupBy(price => price.Provider, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.ToFrozenDictionary(price => price.Model, StringComparer.OrdinalIgnoreCase),
                StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The table that comes with the product.</summary>
    public static PriceTable BuiltIn { get; } = ReadBuiltIn();

    /// <summary>What audit records name as the source of a cost: the built-in version, followed by <c>+</c> and the user's file's hash.</summary>
    public string Version { get; }

    /// <summary>All prices, sorted by provider and model.</summary>
    public IReadOnlyList<ModelPrice> Models { get; }

    /// <summary>
    /// Finds a price: the exact name, else the name without a date (<c>-2024-07-18</c>, <c>-20250929</c>), else the provider's <c>*</c>.
    /// </summary>
    /// <param name="provider">The provider's canonical name.</param>
    /// <param name="model">The vendor's name of the model.</param>
    /// <returns>The price, or null where none is known.</returns>
    public ModelPrice? Find(ReadOnlySpan<char> provider, ReadOnlySpan<char> model)
    {
        if (!_byProvider.TryGetValue(provider, out FrozenDictionary<string, ModelPrice>? models))
        {
            return null;
        }
        FrozenDictionary<string, ModelPrice>.AlternateLookup<ReadOnlySpan<char>> byName = models.GetAlternateLookup<ReadOnlySpan<char>>();
        return byName.TryGetValue(model, out ModelPrice? price)
            || byName.TryGetValue(WithoutDate(model), out price)
            || byName.TryGetValue(AnyModel, out price) ? price : null;
    }

    /// <summary>This table with a user's file over it: its entries replace those of the same name and add the others.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="faults">Everything that is wrong with the file; with any, there is no table.</param>
    /// <returns>The new table, or null.</returns>
    public PriceTable? With(ReadOnlyMemory<byte> file, out IReadOnlyList<PriceFault> faults)
    {
        PriceFile read = PriceFile.Read(file);
        faults = read.Faults;
        if (faults.Count > 0)
        {
            return null;
        }
        var merged = Models.ToDictionary(price => (price.Provider, price.Model));
        foreach (ModelPrice price in read.Models)
        {
            merged[(price.Provider, price.Model)] = price;
        }
        string hash = Convert.ToHexStringLower(SHA256.HashData(file.Span)[..4]);
        return new PriceTable($"{Version}+{hash}", merged.Values);
    }

    /// <summary>A model's name without the date that ends it, or the name.</summary>
    internal static ReadOnlySpan<char> WithoutDate(ReadOnlySpan<char> model)
    {
        if (model.Length > 11 && IsDate(model[^11..], "-0000-00-00"))
        {
            return model[..^11];
        }
        return model.Length > 9 && IsDate(model[^9..], "-00000000") ? model[..^9] : model;
    }

    private static bool IsDate(ReadOnlySpan<char> text, ReadOnlySpan<char> shape)
    {
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != shape[i])
            {
                return false;
            }
        }
        return true;
    }

    private static PriceTable ReadBuiltIn()
    {
        using Stream stream = typeof(PriceTable).Assembly.GetManifestResourceStream("models.json")
            ?? throw new InvalidOperationException("The built-in price table is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        PriceFile file = PriceFile.Read(bytes);
        return file.Faults.Count == 0
            ? new PriceTable(file.Version ?? "0", file.Models)
            : throw new InvalidOperationException("The built-in price table is faulty: " + string.Join("; ", file.Faults));
    }
}
