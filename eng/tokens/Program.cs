// Prints the error of the product's token estimates, by kind of text: mean and 95th percentile of the absolute error, and the bias.
//   dotnet run --project eng/tokens -c Release -- texts.jsonl
using System.Globalization;
using System.Text;
using System.Text.Json;
using Switchboard.Gateway.Exchange;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run --project eng/tokens -c Release -- <texts.jsonl, made by corpus.mjs>");
    return 2;
}

var texts = File.ReadLines(args[0]).Select(line => JsonDocument.Parse(line).RootElement).Select(t => (
    Kind: t.GetProperty("kind").GetString()!,
    Bytes: Encoding.UTF8.GetBytes(t.GetProperty("text").GetString()!),
    O200k: t.GetProperty("o200k").GetInt32(),
    Cl100k: t.GetProperty("cl100k").GetInt32())).ToArray();

Console.WriteLine("| kind | texts | o200k: mean | p95 | bias | cl100k: mean | p95 | bytes / 4: mean | p95 |");
Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
foreach (var group in texts.GroupBy(t => t.Kind).Append(texts.GroupBy(_ => "all").Single()))
{
    double[] ours = [.. group.Select(t => Error(Estimate(t.Bytes), t.O200k))];
    double[] older = [.. group.Select(t => Error(Estimate(t.Bytes), t.Cl100k))];
    double[] naive = [.. group.Select(t => Error(t.Bytes.Length / 4, t.O200k))];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Key.Replace('_', ' ')} | {group.Count()} | {Mean(ours):P1} | {P95(ours):P1} | {ours.Average():+0.0 %;-0.0 %} | {Mean(older):P1} | {P95(older):P1} | {Mean(naive):P1} | {P95(naive):P1} |"));
}

long bytes = 0;
var before = Environment.CpuUsage.TotalTime;
for (int round = 0; round < 50; round++)
{
    foreach (var text in texts)
    {
        Estimate(text.Bytes);
        bytes += text.Bytes.Length;
    }
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{bytes / (Environment.CpuUsage.TotalTime - before).TotalSeconds / 1e6:0} MB per second of processor time"));
return 0;

static long Estimate(byte[] text)
{
    var tokens = default(TextTokens);
    tokens.Add(text);
    return tokens.Count;
}

static double Error(long estimate, int truth) => ((double)estimate / truth) - 1;

static double Mean(double[] errors) => errors.Average(Math.Abs);

static double P95(double[] errors) => errors.Select(Math.Abs).Order().ElementAt((int)(errors.Length * 0.95));
