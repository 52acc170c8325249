namespace Switchboard.Providers.Demo;

/// <summary>Gathers the lines of passages one after the other. Lines before the first begin nothing and are dropped.</summary>
internal sealed class PassageDraft
{
    private readonly List<Passage> _passages = [];
    private readonly List<string> _lines = [];
    private string? _label;
    private string _title = "";

    public void Begin(string label)
    {
        Close();
        _label = label;
    }

    public void Add(string line, string title)
    {
        if (_label is not null)
        {
            _lines.Add(line);
            _title = title.Length > 0 ? title : _title;
        }
    }

    public List<Passage> Passages()
    {
        Close();
        return _passages;
    }

    private void Close()
    {
        // The line beside the number is a title if it ends no sentence and has text below it.
        if (_label is not null && _title.Length == 0 && _lines.Count > 1 && _lines[0] is { Length: > 0 } first && !IsSentence(first)
            && _lines.Skip(1).Any(line => line.Length > 0))
        {
            _title = first;
            _lines.RemoveAt(0);
        }
        string text = string.Join('\n', _lines).Trim();
        if (_label is not null && text.Length > 0)
        {
            _passages.Add(new Passage(_label, text) { Title = _title });
        }
        _lines.Clear();
        (_label, _title) = (null, "");
    }

    private static bool IsSentence(string line) => line[^1] is '.' or '!' or '?' || line.Contains(". ", StringComparison.Ordinal);
}
