namespace Switchboard.FunctionalTests.Translation;

/// <summary>The tables of <c>docs/translation.md</c>.</summary>
internal static class TranslationPage
{
    public static readonly string[] Callers = ["chat", "messages", "responses"];

    private static readonly Lazy<Dictionary<string, List<string[]>>> Tables = new(Read);

    public static string Cell(string caller, string row, string head)
    {
        var table = Tables.Value[caller];
        var at = Array.IndexOf(table[0], head);
        var cells = table.Find(cells => cells[0] == row);
        return cells is null || at < 0 ? "(missing)" : cells[at];
    }

    public static IEnumerable<string> Rows(string caller) => Tables.Value[caller].Skip(1).Select(static cells => cells[0]);

    public static IEnumerable<string> Heads(string caller) => Tables.Value[caller][0].Skip(1);

    private static Dictionary<string, List<string[]>> Read()
    {
        var tables = Callers.ToDictionary(static caller => caller, static _ => new List<string[]>());
        var open = new List<string[]>();
        foreach (var line in File.ReadLines(Path.Combine(Root(), "docs", "translation.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                open = Callers.FirstOrDefault(caller => line.EndsWith($"`/v1/{(caller == "chat" ? "chat/completions" : caller)}`", StringComparison.Ordinal)) is { } of ? tables[of] : [];
            }
            else if (line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal))
            {
                open.Add([.. line.Trim('|').Split('|').Select(static cell => cell.Trim())]);
            }
        }

        return tables;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Switchboard.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Switchboard.slnx.");
    }
}
