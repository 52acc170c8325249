using System.Text.Json;

namespace Switchboard.Providers.Catalogue;

/// <summary>A price file, read strictly: a misspelt field would cost money unnoticed, so every unknown name is a fault.</summary>
internal sealed class PriceFile
{
    private const int MaxModels = 100_000;

    private readonly List<PriceFault> _faults = [];
    private readonly List<ModelPrice> _models = [];
    private DateOnly? _effective;

    private PriceFile()
    {
    }

    public string? Version { get; private set; }

    public IReadOnlyList<ModelPrice> Models => _models;

    public IReadOnlyList<PriceFault> Faults => _faults;

    public static PriceFile Read(ReadOnlyMemory<byte> bytes)
    {
        var file = new PriceFile();
        ReadOnlySpan<byte> bom = [0xEF, 0xBB, 0xBF];
        if (bytes.Span.StartsWith(bom))
        {
            bytes = bytes[bom.Length..];
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                bytes, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            file.ReadRoot(document.RootElement);
        }
        catch (JsonException e)
        {
            file._faults.Add(new PriceFault("$", $"not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})"));
        }
        return file;
    }

    private void ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(new PriceFault("$", "must be an object with \"models\""));
            return;
        }
        JsonElement? models = null;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "version" when property.Value.ValueKind == JsonValueKind.String:
                    Version = property.Value.GetString();
                    break;
                case "effective":
                    _effective = PriceEntry.Date(property.Value, "$.effective", _faults);
                    break;
                case "models" when property.Value.ValueKind == JsonValueKind.Object:
                    models = property.Value;
                    break;
                default:
                    _faults.Add(new PriceFault("$." + property.Name, "is not one of version (text), effective (date), models (object)"));
                    break;
            }
        }
        if (models is null)
        {
            _faults.Add(new PriceFault("$.models", "is missing"));
            return;
        }
        ReadModels(models.Value);
    }

    private void ReadModels(JsonElement models)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in models.EnumerateObject())
        {
            string path = $"$.models['{property.Name}']";
            int slash = property.Name.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0 || slash == property.Name.Length - 1)
            {
                _faults.Add(new PriceFault(path, "must be named provider/model, or provider/* for all others of a provider"));
            }
            else if (!seen.Add(property.Name))
            {
                _faults.Add(new PriceFault(path, "is there twice"));
            }
            else if (seen.Count > MaxModels)
            {
                _faults.Add(new PriceFault(path, $"is beyond the {MaxModels} models that a file may have"));
                return;
            }
            else if (PriceEntry.Read(property.Name[..slash], property.Name[(slash + 1)..], property.Value, path, _faults) is { } price)
            {
                _models.Add(price.Effective is null ? price with { Effective = _effective } : price);
            }
        }
    }
}
