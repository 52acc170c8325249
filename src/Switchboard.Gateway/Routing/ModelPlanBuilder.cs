using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>Makes plans of the file's models and of the chains that were made over HTTP. A fault names what in the file does not hold together.</summary>
internal sealed class ModelPlanBuilder(
    ProviderCatalogue catalogue, IReadOnlyList<ProviderEntry> entries, Func<KnownProvider, ProviderTimeouts, ProviderEntry?> withTimeouts, HealthBoard health, List<string> faults)
{
    public List<ModelPlan> Build(IReadOnlyList<ModelSettings> models, IReadOnlyList<FallbackChain> chains)
    {
        foreach (var same in models.GroupBy(static m => m.Name, StringComparer.OrdinalIgnoreCase).Where(static g => g.Count() > 1))
        {
            faults.Add($"models names {string.Join(" and ", same.Select(static m => $"'{m.Name}'"))}, which are the same name here: case does not count. Give each a name of its own.");
        }

        var plans = new List<ModelPlan>(models.Count + chains.Count);
        foreach (var settings in models)
        {
            var chain = settings.Fallbacks.Count > 0 ? null : chains.FirstOrDefault(c => IsOf(c, settings));
            var plan = Plan(settings, models);
            plans.Add(chain is null ? plan : new ModelPlan(plan.Name, plan.Strategy, plan.Targets) { Fallbacks = Reachable(chain), Larger = plan.Larger, Sticky = plan.Sticky, HedgeAfter = plan.HedgeAfter });
        }

        plans.AddRange(chains.Where(c => !models.Any(m => IsOf(c, m))).Select(OfChain).OfType<ModelPlan>());
        return plans;
    }

    /// <summary>Whether the chain is of the model that the file declares.</summary>
    public static bool IsOf(FallbackChain chain, ModelSettings model) => string.Equals(chain.Model, model.Name, StringComparison.OrdinalIgnoreCase);

    private ModelPlan Plan(ModelSettings settings, IReadOnlyList<ModelSettings> models)
    {
        var place = $"models.{settings.Name}";
        return new ModelPlan(settings.Name, settings.Strategy, [.. settings.Targets.Select(t => Target(t, $"{place}.targets", models)).OfType<PlannedTarget>()])
        {
            Fallbacks = [.. settings.Fallbacks.Select(m => Target(new TargetSettings(m), $"{place}.fallbacks", models, isDetour: true)).OfType<PlannedTarget>()],
            Larger = settings.Larger is { } larger ? Target(new TargetSettings(larger), $"{place}.larger", models, isDetour: true) : null,
            Sticky = settings.Sticky,
            HedgeAfter = settings.HedgeAfter,
        };
    }

    /// <summary>The plan of a vendor's own model that only a chain speaks of; null where its provider is not known any more.</summary>
    private ModelPlan? OfChain(FallbackChain chain)
    {
        if (Find(new TargetSettings(chain.Model), isDetour: false) is not { } target)
        {
            return null;
        }

        var bare = ModelName.Parse(target.Model, catalogue);
        return new ModelPlan(target.Name, RoutingStrategy.Priority, [target])
        {
            Fallbacks = Reachable(chain),
            IsOfChain = true,
            Alias = bare.Provider?.Name == target.Entry.Provider.Name ? target.Model : null,
        };
    }

    /// <summary>A chain's fallbacks, without those whose provider has left the file since: a chain is no reason to refuse the file.</summary>
    private List<PlannedTarget> Reachable(FallbackChain chain) => [.. chain.Fallbacks.Select(m => Find(new TargetSettings(m), isDetour: true)).OfType<PlannedTarget>()];

    private PlannedTarget? Target(TargetSettings settings, string place, IReadOnlyList<ModelSettings> models, bool isDetour = false)
    {
        if (ModelName.Parse(settings.Model, catalogue).Origin == ModelOrigin.Assumed && models.Any(m => string.Equals(m.Name, settings.Model, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add($"{place} names '{settings.Model}', which is a name under models itself. Write a vendor's model with its provider's prefix, such as openai/gpt-4o-mini.");
            return null;
        }

        if (Find(settings, isDetour) is { } target)
        {
            return target;
        }

        faults.Add($"{place} names '{settings.Model}', whose provider is not known here. Write the model with its provider's prefix, such as openai/gpt-4o-mini, and declare own servers under providers.");
        return null;
    }

    private PlannedTarget? Find(TargetSettings settings, bool isDetour)
    {
        var name = ModelName.Parse(settings.Model, catalogue);
        if (name.Provider is not { } provider || entries.FirstOrDefault(e => e.Provider.Name == provider.Name) is not { } entry)
        {
            return null;
        }

        if (settings.Timeouts is { } timeouts)
        {
            entry = withTimeouts(provider, timeouts) ?? entry;
        }

        return new PlannedTarget(provider.Prefix + name.ModelText, name.ModelText, entry, health.OfTarget(provider.Name, name.ModelText))
        {
            Weight = settings.Weight,
            Tags = settings.Tags,
            When = settings.When,
            IsDetour = isDetour,
        };
    }
}
