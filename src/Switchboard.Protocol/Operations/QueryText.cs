using System.Text;

namespace Switchboard.Protocol.Operations;

/// <summary>A query as it grows, with every name and value escaped.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public void Add(string name, string value) =>
        _text.Append(_text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));

    public override string ToString() => _text.ToString();
}
